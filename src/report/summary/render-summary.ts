import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { escapeMarkdown, formatHeading, formatMarkdown, joinBlocks } from '../../text/markdown.ts';
import type { Status } from '../outcome.ts';
import type { RunRecord } from '../run-record.ts';
import { renderBatchTable } from './batch-table.ts';
import { renderDetails, renderNextSteps } from './details-section.ts';
import { describeEnding } from './ending-sentence.ts';
import { renderGantt } from './gantt.ts';
import { findUnhealthyInstances, renderInstanceTable } from './instance-table.ts';
import { shortenSha } from './short-sha.ts';
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
    formatMarkdown(describeEnding(record), language),
    renderDetails(outcome.details, { instances, overview, language }),
    renderInstanceTable(unhealthy, language),
    renderOverview(overview, language),
    renderBatchTable(rollout),
    renderGantt(rollout),
    renderNextSteps(outcome.next, template, language),
  ])}\n`;
}

/** A rollout that was rolled back is a success of tem-revert and tem-rollback alone. */
function getIcon({ isSuccess, outcome: { status } }: SummaryInput): string {
  return status === 'reverted' && !isSuccess ? ICONS.failed : ICONS[status];
}

/** Headlines that begin with the status. */
const SAYS_STATUS = new Set<string>([
  'policy.rolled-back',
  'policy.reverted',
  'plan.headline',
  'plan.headline-blocked',
  'outcome.timed-out',
  'policy.conflict-timed-out',
  'car.deletion-timed-out',
]);

function getKey(text: Text): string {
  return typeof text === 'object' && 'key' in text ? text.key : '';
}

/** The status first, then what happened, with the name of the application unless it is named. */
function describeHeadline({ before }: RunRecord, { language, outcome, run }: SummaryInput): string {
  const { headline, status } = outcome;
  const application = before?.application.applicationName ?? '';
  const isNamed = formatMarkdown(headline, language).includes(escapeMarkdown(application));
  const text: Text = isNamed
    ? headline
    : message('summary.headline-with-application', { application, headline });
  const heading = SAYS_STATUS.has(getKey(headline))
    ? text
    : message(`summary.heading-${status}`, { headline: text });
  const shown = shortenSha(formatMarkdown(heading, language), run);
  return shown.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}
