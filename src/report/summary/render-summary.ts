import { escapeMarkdown, formatHeading, joinBlocks } from '../../text/markdown.ts';
import type { Outcome, Status } from '../outcome.ts';
import type { RunRecord } from '../run-record.ts';
import { renderBatchTable } from './batch-table.ts';
import { renderDetails, renderNextSteps } from './details-section.ts';
import { describeEnding } from './ending-sentence.ts';
import { renderGantt } from './gantt.ts';
import { findUnhealthyInstances, renderInstanceTable } from './instance-table.ts';
import type { SummaryInput } from './summary-input.ts';
import { collectOverview, renderOverview } from './target-overview.ts';

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

/** The job summary of one step, as Markdown. Everything from outside is made harmless. */
export function renderSummary(record: RunRecord, input: SummaryInput): string {
  const { isSuccess, now, outcome, template } = input;
  const { batches, timeline } = record;
  const unhealthy = findUnhealthyInstances(record);
  const instances = new Set(unhealthy.map(({ podId }) => podId));
  const overview = collectOverview(record, input);
  const isFailed = !isSuccess && outcome.status !== 'timed-out' && outcome.status !== 'cancelled';
  const rollout = { batches, timeline, now, isFailed };
  return `${joinBlocks([
    formatHeading(2, `${getIcon(input)} ${escapeMarkdown(describeHeadline(record, outcome))}`),
    describeEnding(record, input),
    renderDetails(outcome.details, { instances, overview }),
    renderInstanceTable(unhealthy),
    renderNextSteps(outcome.next, template),
    renderOverview(overview),
    renderBatchTable(rollout),
    renderGantt(rollout),
  ])}\n`;
}

/** A rollout that was rolled back is what only tem-revert was asked for. */
function getIcon({ isSuccess, outcome: { status } }: SummaryInput): string {
  return status === 'reverted' && !isSuccess ? ICONS.failed : ICONS[status];
}

/** The headline, with the name of what it is about where it does not say it itself. */
function describeHeadline({ before }: RunRecord, { headline }: Outcome): string {
  const name = before?.application.applicationName ?? '';
  return name === '' || headline.includes(name) ? headline : `${name}: ${headline}`;
}
