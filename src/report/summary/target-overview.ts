import type { OutputName } from '../../github/outputs.ts';
import type { WorkflowRun } from '../../github/workflow-run.ts';
import type { Language } from '../../text/format-text.ts';
import type { Text } from '../../text/message.ts';
import { durationText, message } from '../../text/message.ts';
import {
  escapeMarkdown,
  formatBold,
  formatBulletList,
  formatCode,
  formatLink,
  formatMarkdown,
} from '../../text/markdown.ts';
import type { RunRecord } from '../run-record.ts';
import { shortenSha } from './short-sha.ts';
import type { SummaryInput } from './summary-input.ts';

/** A row: a label and its Markdown. */
export interface OverviewRow {
  readonly label: Text;
  readonly value: string;
}

/** Outputs with their own row, in order. */
const OUTPUT_ROWS: readonly { label: Text; output: OutputName; previous?: OutputName }[] = [
  {
    label: message('summary.package'),
    output: 'package-name',
    previous: 'previous-package-name',
  },
  { label: message('summary.status'), output: 'application-version-status' },
  { label: message('summary.result'), output: 'download-uri' },
  { label: message('summary.download'), output: 'download-path' },
  { label: message('summary.sha256'), output: 'download-sha256' },
  { label: message('summary.artifact'), output: 'artifact-id' },
];

/** Collects what was deployed where, and by which commit. One row for each known fact. */
export function collectOverview(record: RunRecord, input: SummaryInput): OverviewRow[] {
  const { outputs, target } = record;
  const { language, outcome } = input;
  const format = (text: Text) => formatMarkdown(text, language);
  const rows = [
    { label: message('summary.application'), value: describeApplication(record, input) },
    { label: message('summary.target'), value: format(target) },
    { label: message('summary.version'), value: describeVersion(record, input) },
    { label: message('summary.revision'), value: formatCode(outputs['revision-id']) },
    { label: message('summary.strategy'), value: format(describeStrategy(record, input)) },
    ...OUTPUT_ROWS.map(({ label, output, previous }) => ({
      label,
      value: formatChange(previous && outputs[previous], outputs[output]),
    })),
    { label: message('summary.address'), value: formatUrl(input.inputs.environmentUrl) },
    { label: message('summary.duration'), value: format(describeDuration(input)) },
    { label: message('summary.commit'), value: describeRun(input.run, language) },
    { label: message('summary.console'), value: formatUrl(input.consoleUrl) },
    { label: 'RequestId', value: formatCode(outputs['request-id'] ?? outcome.requestId) },
  ];
  return rows.filter(({ value }) => value !== '');
}

/** Renders the rows as a list, which also fits a phone; '' if there are none. */
export function renderOverview(rows: readonly OverviewRow[], language: Language): string {
  return formatBulletList(
    rows.map(({ label, value }) => {
      const name = formatMarkdown(message('words.label', { label }), language);
      return `${formatBold(name)} ${value}`;
    }),
  );
}

/** "shop-api `app-shop0001` in `en-prod0001` (ap-guangzhou)", with the known parts only. */
function describeApplication(
  { before, target }: RunRecord,
  { inputs, language }: SummaryInput,
): string {
  if (target !== '') return '';
  const { applicationId, applicationName, environmentId } = before?.application ?? {};
  const name = [escapeMarkdown(applicationName), formatCode(applicationId || inputs.applicationId)];
  const application = name.filter(Boolean).join(' ');
  const environment = formatCode(environmentId || inputs.environmentId);
  if (application === '') return '';
  const placed = environment
    ? insertMarkdown(message('summary.application-in', MARKS), [application, environment], language)
    : application;
  const region = escapeMarkdown(inputs.region);
  if (region === '') return placed;
  return insertMarkdown(
    message('summary.application-in-region', MARKS),
    [placed, region],
    language,
  );
}

/** Placeholders for values that are already Markdown while the surrounding words are formatted. */
const MARKS = { application: '\u{e000}', environment: '\u{e001}', region: '\u{e001}' };

function insertMarkdown(text: Text, [first, second]: [string, string], language: Language): string {
  return formatMarkdown(text, language)
    .replace('\u{e000}', () => first)
    .replace('\u{e001}', () => second);
}

/** Returns the current and the previous version, as far as known. */
function describeVersion(
  { outputs, version: planned }: RunRecord,
  { language, outcome, run }: SummaryInput,
): string {
  const version = shortenSha(outputs['application-version-id'] ?? planned, run);
  const before = shortenSha(outputs['previous-version'] ?? '', run);
  const isRolledBack = outcome.status === 'reverted' && before !== '' && version !== '';
  if (!isRolledBack || before === version) return formatChange(before, version);
  const text = message('summary.rolled-back-from', { version: before, from: version });
  return formatMarkdown(text, language);
}

/** If the inputs set no strategy, TEM chooses the batches. */
function describeStrategy({ strategy }: RunRecord, { operation }: SummaryInput): Text {
  if (strategy !== '' || operation !== 'tem-rolling-update') return strategy;
  return message('summary.strategy-default');
}

/** A plan takes no time that anybody needs to know. */
function describeDuration({ operation, outcome, took }: SummaryInput): Text {
  if (outcome.isBlocked !== undefined) return '';
  const duration = durationText(took);
  return operation ? message('summary.duration-of', { duration, operation }) : duration;
}

/** "`v2.3.9` → `v2.4.0`", or the one of them that is known, or both are. */
function formatChange(...values: readonly unknown[]): string {
  const both = [...new Set(values.map(formatCode))].filter(Boolean);
  return both.join(' → ');
}

function formatUrl(url = ''): string {
  return formatLink(escapeMarkdown(url.replace(/^https:\/\//, '')), url);
}

/** `a1b2c3d by octocat, run 7` with links; '' if nothing is known. */
function describeRun(
  { sha, actor, number, commitUrl, runUrl }: WorkflowRun,
  language: Language,
): string {
  const commit = sha ? formatLink(`\`${sha.slice(0, 7)}\``, commitUrl) : '';
  const marks = { commit: '\u{e000}', actor: '\u{e001}' };
  const by =
    commit && actor
      ? insertMarkdown(
          message('summary.commit-by', marks),
          [commit, escapeMarkdown(actor)],
          language,
        )
      : commit || escapeMarkdown(actor);
  const run = number
    ? formatLink(formatMarkdown(message('summary.run', { number }), language), runUrl)
    : '';
  return [by, run].filter(Boolean).join(' · ');
}
