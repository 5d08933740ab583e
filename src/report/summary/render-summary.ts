import { joinBlocks, codeBlock, heading, table, escapeMarkdown } from '../../text/markdown.ts';
import { formatDetail } from '../detail-lines.ts';
import type { Outcome, Status } from '../outcome.ts';
import type { RunRecord } from '../run-record.ts';
import { renderBatchTable, renderInstanceTable, findUnhealthyInstances } from './batch-tables.ts';
import type { SummaryInput } from './target-overview.ts';
import { renderGantt } from './gantt.ts';
import { nextSteps } from './next-steps.ts';
import { renderTargetTable, describeVerdict } from './target-overview.ts';
import { limitLines } from '../annotate.ts';

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
export function renderSummary(report: RunRecord, facts: SummaryInput): string {
  const { isSuccess: isGreen, now, outcome } = facts;
  const sick = findUnhealthyInstances(report);
  const isFailed = !isGreen && outcome.status !== 'timed-out' && outcome.status !== 'cancelled';
  const drawn = { batches: report.batches, timeline: report.timeline, now, isFailed };
  return joinBlocks([
    heading(2, `${icon(facts)} ${escapeMarkdown(headline(report, outcome))}`),
    describeVerdict(report, facts),
    details(outcome.details.flatMap(formatDetail), new Set(sick.map(({ podId }) => podId))),
    renderInstanceTable(sick),
    nextSteps(report, facts),
    renderTargetTable(report, facts),
    renderBatchTable(drawn),
    renderGantt(drawn),
  ]);
}

/** A rollout that was taken back is what only tem-revert was asked for. */
function icon({ isSuccess: isGreen, outcome: { status } }: SummaryInput): string {
  return status === 'reverted' && !isGreen ? ICONS.failed : ICONS[status];
}

/** The headline, with the name of what it is about where it does not say it itself. */
function headline({ before }: RunRecord, { headline: said }: Outcome): string {
  const name = before?.application.applicationName ?? '';
  return name === '' || said.includes(name) ? said : `${name}: ${said}`;
}

/** Of thousands of lines the first ones tell enough. */
const MAX_DETAILS = 30;

/** `The cloud says:  Not authorized.` */
const LABELLED = /^(\w[\w ]*): {2,}(.+)$/s;

/** The table of the target says it, too. */
const IN_TARGET = 'RequestId';

/**
 * What there is to know about the end, as Markdown: labelled lines as a table, a block that is
 * indented as it is, the rest as text. `without` are the names that a table of instances tells of.
 */
export function details(lines: readonly string[], without: ReadonlySet<string>): string {
  const further = lines.filter((line) => !without.has(line.slice(0, line.indexOf(':'))));
  const shown = limitLines(further, MAX_DETAILS);
  if (shown.some((line) => line.startsWith(' '))) return codeBlock('text', shown);
  const rows = shown.flatMap((line) => {
    const [, label, value] = LABELLED.exec(line) ?? [];
    return label && value && label !== IN_TARGET
      ? [[escapeMarkdown(label), escapeMarkdown(value)]]
      : [];
  });
  const plain = shown.filter((line) => !LABELLED.test(line)).map(escapeMarkdown);
  return [rows.length > 0 ? table(['', ''], rows) : '', plain.join('<br>')]
    .filter(Boolean)
    .join('\n\n');
}
