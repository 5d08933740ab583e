import { escapeMarkdown, formatHeading, formatMarkdown, joinBlocks } from '../../text/markdown.ts';
import type { Status } from '../outcome.ts';
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
  const { isSuccess, language, now, outcome, template } = input;
  const { batches, timeline } = record;
  const unhealthy = findUnhealthyInstances(record);
  const instances = new Set(unhealthy.map(({ podId }) => podId));
  const overview = collectOverview(record, input);
  const isFailed = !isSuccess && outcome.status !== 'timed-out' && outcome.status !== 'cancelled';
  const rollout = { batches, timeline, now, isFailed, language };
  return `${joinBlocks([
    formatHeading(2, `${getIcon(input)} ${describeHeadline(record, input)}`),
    describeEnding(record, input),
    renderDetails(outcome.details, { instances, overview, language }),
    renderInstanceTable(unhealthy, language),
    renderNextSteps(outcome.next, template, language),
    renderOverview(overview),
    renderBatchTable(rollout),
    renderGantt(rollout),
  ])}\n`;
}

/** A rollout that was rolled back is what only tem-revert was asked for. */
function getIcon({ isSuccess, outcome: { status } }: SummaryInput): string {
  return status === 'reverted' && !isSuccess ? ICONS.failed : ICONS[status];
}

/** The headline, with the name of what it is about unless it names it. */
function describeHeadline({ before }: RunRecord, { language, outcome }: SummaryInput): string {
  const headline = formatMarkdown(outcome.headline, language);
  const name = escapeMarkdown(before?.application.applicationName);
  return name === '' || headline.includes(name) ? headline : `${name}: ${headline}`;
}
