import { document, heading, text } from '../action/markdown.ts';
import type { Outcome, Status } from './outcome.ts';
import type { Report } from './report.ts';
import { batchTable } from './summary/batches.ts';
import { details } from './summary/details.ts';
import type { SummaryFacts } from './summary/facts.ts';
import { gantt } from './summary/gantt.ts';
import { instanceTable, sickInstances } from './summary/instances.ts';
import { nextSteps } from './summary/next.ts';
import { targetTable } from './summary/target.ts';
import { verdict } from './summary/verdict.ts';

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
