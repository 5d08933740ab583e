import { explainPods } from '../../rollout/pod-reasons.ts';
import { getUnhealthyPods } from '../../rollout/pods.ts';
import { formatHeading, formatMarkdown, joinBlocks } from '../../text/markdown.ts';
import { countNumberedBatches } from '../../rollout/batch-progress.ts';
import type { Status } from '../outcome.ts';
import { describeHeading } from '../outcome-heading.ts';
import type { RunRecord } from '../run-record.ts';
import { renderBatchTable, renderPlannedBatches } from './batch-table.ts';
import { renderDetails, renderNextSteps } from './details-section.ts';
import { describeEnding } from './ending-sentence.ts';
import { renderGantt } from './gantt.ts';
import { renderInstanceTable } from './instance-table.ts';
import { shortenSha } from './short-sha.ts';
import type { SummaryInput } from './summary-input.ts';
import { collectOverview, renderOverview } from './target-overview.ts';
import { renderVerification } from './verification-section.ts';

const ICONS: Readonly<Record<Status, string>> = {
  succeeded: '✅',
  failed: '❌',
  waiting: '⏸️',
  reverted: '↩️',
  'timed-out': '⌛',
  cancelled: '🚫',
  started: '🚀',
  planned: '📝',
};

/** Renders the job summary of a step as Markdown. All external text is escaped. */
export function renderSummary(record: RunRecord, input: SummaryInput): string {
  const { isSuccess, language, now, outcome, run, template } = input;
  const isPlan = outcome.status === 'planned';
  const { batches, last, outputs, timeline } = record;
  const unhealthy = last ? getUnhealthyPods(last, outputs['revision-id'] ?? '') : [];
  const instances = new Set(unhealthy.map(({ podId }) => podId));
  const overview = collectOverview(record, input);
  const isFailed = !isSuccess && outcome.status !== 'timed-out' && outcome.status !== 'cancelled';
  const rollout = { batches, timeline, now, isFailed, language };
  const details = renderDetails(outcome.details, { instances, overview, language });
  const table = renderInstanceTable(explainPods(unhealthy, last?.deployment?.batches), language);
  return `${joinBlocks([
    formatHeading(2, `${getIcon(input)} ${describeHeadline(record, input)}`),
    formatMarkdown(describeEnding(record), language),
    joinFacts(
      isPlan ? shortenSha(details, run) : details,
      table,
      renderOverview(overview, language),
    ),
    isPlan ? renderPlannedBatches(rollout) : renderBatchTable(rollout),
    renderGantt(rollout),
    renderVerification(record.verification, countNumberedBatches(batches), language),
    renderNextSteps(outcome.next, template, language),
  ])}\n`;
}

/** Joins the lists without a blank line, because Markdown would render one list with wide gaps. */
function joinFacts(details: string, table: string, overview: string): string {
  const isOneList = table === '' && /^- .*$/.test(details.split('\n').at(-1) ?? '');
  return isOneList && overview ? `${details}\n${overview}` : joinBlocks([details, table, overview]);
}

/** A rollout that was rolled back is a success only for tem-revert and tem-rollback. */
function getIcon({ isSuccess, outcome: { isBlocked, status } }: SummaryInput): string {
  if (status === 'planned' && isBlocked === true) return '⛔';
  return status === 'reverted' && !isSuccess ? ICONS.failed : ICONS[status];
}

function describeHeadline({ before }: RunRecord, { language, outcome, run }: SummaryInput): string {
  const application = before?.application.applicationName ?? '';
  const heading = describeHeading(outcome, application, language);
  const shown = shortenSha(formatMarkdown(heading, language), run);
  return shown.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}
