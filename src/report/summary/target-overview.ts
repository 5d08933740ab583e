import { bold, inlineCode, link, table, escapeMarkdown } from '../../text/markdown.ts';
import { describeRun } from '../../github/workflow-run.ts';
import type { RunRecord } from '../run-record.ts';
import type { AnyInputs } from '../../github/inputs/input-declarations.ts';
import type { StepTemplate } from '../step-snippet.ts';
import type { WorkflowRun } from '../../github/workflow-run.ts';
import type { Outcome, Status } from '../outcome.ts';
import { isHealthy, getRevisionPods } from '../../rollout/pods.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { formatDuration } from '../../text/format.ts';

/** What was deployed where, by which commit; '' where nothing of it is known. */
export function renderTargetTable(report: RunRecord, facts: SummaryInput): string {
  const { outputs, strategy, target } = report;
  const rows = [
    ['Application', application(report, facts)],
    ['Target', escapeMarkdown(target)],
    ['Version', versions(report, facts)],
    ['Revision', inlineCode(outputs['revision-id'])],
    ['Strategy', escapeMarkdown(strategy)],
    ['Package', change(outputs['previous-package-name'], outputs['package-name'])],
    ['Status', inlineCode(outputs['application-version-status'])],
    ['Result', inlineCode(outputs['download-uri'])],
    ['Download', inlineCode(outputs['download-path'])],
    ['SHA-256', inlineCode(outputs['download-sha256'])],
    ['Artifact', inlineCode(outputs['artifact-id'])],
    ['Address', address(facts)],
    ['Commit', describeRun(facts.run)],
    ['RequestId', inlineCode(outputs['request-id'])],
  ].filter(([, value]) => value !== '');
  return rows.length > 0 ? table(['', ''], rows) : '';
}

/** "shop-api `app-shop0001` in `en-prod0001` (ap-guangzhou)", as far as it is known. */
function application({ before, target }: RunRecord, { inputs }: SummaryInput): string {
  if (target !== '') return '';
  const { applicationId, applicationName, environmentId } = before?.application ?? {};
  const name = [escapeMarkdown(applicationName), inlineCode(applicationId || inputs.applicationId)];
  const environment = inlineCode(environmentId || inputs.environmentId);
  const place = environment ? ['in', environment] : [];
  const what = [...name, ...place].filter(Boolean).join(' ');
  return what && inputs.region ? `${what} (${escapeMarkdown(inputs.region)})` : what;
}

function address({ inputs: { environmentUrl = '' } }: SummaryInput): string {
  return link(escapeMarkdown(environmentUrl), environmentUrl);
}

function versions(report: RunRecord, facts: SummaryInput): string {
  const { outputs } = report;
  const version = outputs['application-version-id'] ?? getNewVersion(report, facts);
  return change(outputs['previous-version'], version);
}

/** "`v2.3.9` → `v2.4.0`", or the one of them that is known, or both are. */
function change(before: string | undefined, after: string | undefined): string {
  const both = [...new Set([before, after].map(inlineCode))].filter(Boolean);
  return both.join(' → ');
}

/** What a summary is made of, beside the report. */
export interface SummaryInput {
  readonly operation: string;
  readonly outcome: Outcome;
  readonly isSuccess: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How long the step took, in ms. */
  readonly took: number;
  /** What the step asked for. */
  readonly inputs: AnyInputs;
  readonly run: WorkflowRun;
  readonly template: StepTemplate;
}

const ENDED: Readonly<Record<Status, string>> = {
  succeeded: 'Succeeded in',
  failed: 'Failed after',
  waiting: 'Stopped for a confirmation after',
  reverted: 'Taken back after',
  'timed-out': 'Gave up after',
  cancelled: 'Cancelled after',
  started: 'Started in',
  planned: 'Planned in',
};

/** How it ended, and what runs now: "Succeeded in 4 min 12 s: 6 of 6 instances run v2.4.0." */
export function describeVerdict(report: RunRecord, facts: SummaryInput): string {
  const { operation, outcome, took } = facts;
  const by = operation ? ` (${inlineCode(operation)})` : '';
  const ended = `${ENDED[outcome.status]} ${bold(formatDuration(took))}${by}`;
  return report.last ? `${ended}: ${runningNow(report.last, report, facts)}.` : `${ended}.`;
}

/** "1 of 6 instances runs v2.4.0, 5 run v2.3.9"; what is not healthy runs nothing. */
function runningNow(snapshot: Snapshot, report: RunRecord, facts: SummaryInput): string {
  const { application, pods } = snapshot;
  const healthy = pods.filter(isHealthy);
  const total = Math.max(application.expectedInstances ?? 0, healthy.length);
  const revisionId = report.outputs['revision-id'] ?? '';
  const ours = healthy.filter(({ versionId }) => versionId === revisionId).length;
  const before = report.outputs['previous-version'] || application.deployVersion;
  const groups = [
    { count: ours, version: inlineCode(getNewVersion(report, facts)) || 'the new revision' },
    { count: healthy.length - ours, version: inlineCode(before) || 'another revision' },
  ].filter(({ count }) => count > 0);
  const counts = groups.map(({ count, version }, index) => {
    const whole = index === 0 ? ` of ${total} instances` : '';
    return `${count}${whole} ${count === 1 ? 'runs' : 'run'} ${version}`;
  });
  if (counts.length === 0) counts.push(`no instance of ${total} is healthy`);
  const sick = getRevisionPods(snapshot, revisionId).length - ours;
  const are = sick === 1 ? 'is' : 'are';
  if (sick > 0) counts.push(`${sick} new instance${sick === 1 ? '' : 's'} ${are} not healthy`);
  return counts.join(', ');
}

/** The version that the rollout of this step brings; '' where there is no rollout, or none is known. */
export function getNewVersion(
  { before, last, outputs }: RunRecord,
  { inputs }: Pick<SummaryInput, 'inputs'>,
): string {
  const revisionId = outputs['revision-id'];
  if (revisionId === undefined) return '';
  const shown = [last, before].find((snapshot) => snapshot?.application.versionId === revisionId);
  return (
    inputs.deployVersion ||
    shown?.deployment?.newDeployVersion ||
    shown?.application.deployVersion ||
    ''
  );
}
