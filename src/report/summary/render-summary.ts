import { document, fence, heading, table, text } from '../../text/markdown.ts';
import type { Outcome, Status } from '../outcome.ts';
import type { Report } from '../run-record.ts';
import { batchTable, instanceTable, sickInstances } from './batch-tables.ts';
import type { SummaryFacts } from './target-overview.ts';
import { gantt } from './gantt.ts';
import { nextSteps } from './next-steps.ts';
import { targetTable, verdict } from './target-overview.ts';
import { firstLines } from '../annotate.ts';

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
export function summaryOf(report: Report, facts: SummaryFacts): string {
  const { isGreen, now, outcome } = facts;
  const sick = sickInstances(report);
  const isFailed = !isGreen && outcome.status !== 'timed-out' && outcome.status !== 'cancelled';
  const drawn = { batches: report.batches, timeline: report.timeline, now, isFailed };
  return document([
    heading(2, `${icon(facts)} ${text(headline(report, outcome))}`),
    verdict(report, facts),
    details(outcome.details, new Set(sick.map(({ podId }) => podId))),
    instanceTable(sick),
    nextSteps(report, facts),
    targetTable(report, facts),
    batchTable(drawn),
    gantt(drawn),
  ]);
}

/** A rollout that was taken back is what only tem-revert was asked for. */
function icon({ isGreen, outcome: { status } }: SummaryFacts): string {
  return status === 'reverted' && !isGreen ? ICONS.failed : ICONS[status];
}

/** The headline, with the name of what it is about where it does not say it itself. */
function headline({ before }: Report, { headline: said }: Outcome): string {
  const name = before?.application.applicationName ?? '';
  return name === '' || said.includes(name) ? said : `${name}: ${said}`;
}

/** Of thousands of lines the first ones tell enough. */
const MOST_DETAILS = 30;

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
  const shown = firstLines(further, MOST_DETAILS);
  if (shown.some((line) => line.startsWith(' '))) return fence('text', shown);
  const rows = shown.flatMap((line) => {
    const [, label, value] = LABELLED.exec(line) ?? [];
    return label && value && label !== IN_TARGET ? [[text(label), text(value)]] : [];
  });
  const plain = shown.filter((line) => !LABELLED.test(line)).map(text);
  return [rows.length > 0 ? table(['', ''], rows) : '', plain.join('<br>')]
    .filter(Boolean)
    .join('\n\n');
}
