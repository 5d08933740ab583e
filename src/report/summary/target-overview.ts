import type { OutputName } from '../../github/outputs.ts';
import type { WorkflowRun } from '../../github/workflow-run.ts';
import {
  escapeMarkdown,
  formatCode,
  formatLink,
  formatMarkdown,
  formatTable,
} from '../../text/markdown.ts';
import type { RunRecord } from '../run-record.ts';
import type { SummaryInput } from './summary-input.ts';

/** A row of the table: what it is about, and Markdown. */
export interface OverviewRow {
  readonly label: string;
  readonly value: string;
}

/** The outputs that have a row of their own, in the order of the rows. */
const OUTPUT_ROWS: readonly { label: string; output: OutputName; previous?: OutputName }[] = [
  { label: 'Package', output: 'package-name', previous: 'previous-package-name' },
  { label: 'Status', output: 'application-version-status' },
  { label: 'Result', output: 'download-uri' },
  { label: 'Download', output: 'download-path' },
  { label: 'SHA-256', output: 'download-sha256' },
  { label: 'Artifact', output: 'artifact-id' },
];

/** What was deployed where, by which commit; a row for each thing that is known. */
export function collectOverview(record: RunRecord, input: SummaryInput): OverviewRow[] {
  const { outputs, strategy, target } = record;
  const version = outputs['application-version-id'] ?? record.version;
  const rows = [
    { label: 'Application', value: describeApplication(record, input) },
    { label: 'Target', value: formatMarkdown(target, input.language) },
    { label: 'Version', value: formatChange(outputs['previous-version'], version) },
    { label: 'Revision', value: formatCode(outputs['revision-id']) },
    { label: 'Strategy', value: escapeMarkdown(strategy) },
    ...OUTPUT_ROWS.map(({ label, output, previous }) => ({
      label,
      value: formatChange(previous && outputs[previous], outputs[output]),
    })),
    { label: 'Address', value: formatAddress(input) },
    { label: 'Commit', value: describeRun(input.run) },
    { label: 'RequestId', value: formatCode(outputs['request-id'] ?? input.outcome.requestId) },
  ];
  return rows.filter(({ value }) => value !== '');
}

/** '' where nothing is known. */
export function renderOverview(rows: readonly OverviewRow[]): string {
  if (rows.length === 0) return '';
  return formatTable(
    ['', ''],
    rows.map(({ label, value }) => [label, value]),
  );
}

/** "shop-api `app-shop0001` in `en-prod0001` (ap-guangzhou)", as far as it is known. */
function describeApplication({ before, target }: RunRecord, { inputs }: SummaryInput): string {
  if (target !== '') return '';
  const { applicationId, applicationName, environmentId } = before?.application ?? {};
  const name = [escapeMarkdown(applicationName), formatCode(applicationId || inputs.applicationId)];
  const environment = formatCode(environmentId || inputs.environmentId);
  const place = environment ? ['in', environment] : [];
  const what = [...name, ...place].filter(Boolean).join(' ');
  return what && inputs.region ? `${what} (${escapeMarkdown(inputs.region)})` : what;
}

/** "`v2.3.9` → `v2.4.0`", or the one of them that is known, or both are. */
function formatChange(before: string | undefined, after: string | undefined): string {
  const both = [...new Set([before, after].map(formatCode))].filter(Boolean);
  return both.join(' → ');
}

function formatAddress({ inputs: { environmentUrl = '' } }: SummaryInput): string {
  return formatLink(escapeMarkdown(environmentUrl), environmentUrl);
}

/** `a1b2c3d by octocat, run 7` with links; '' where nothing is known. */
function describeRun({ sha, actor, number, commitUrl, runUrl }: WorkflowRun): string {
  const commit = formatLink(`\`${sha.slice(0, 7)}\``, commitUrl);
  const by = [sha ? commit : '', actor ? `by ${escapeMarkdown(actor)}` : '']
    .filter(Boolean)
    .join(' ');
  const run = number ? formatLink(`run ${number}`, runUrl) : '';
  return [by, run].filter(Boolean).join(', ');
}
