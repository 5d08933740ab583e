import type { Log } from '../github/log.ts';
import { formatDuration, joinParts } from '../text/format.ts';
import { truncate } from '../text/sanitize.ts';
import { formatDetails, joinFitting, limitLines, MAX_MESSAGE_LENGTH } from './detail-lines.ts';
import type { NextStep, Outcome } from './outcome.ts';
import type { StepTemplate } from './step-snippet.ts';
import { renderStepLines } from './step-snippet.ts';

/** What a reader takes in; of thousands of instances the first ones tell enough. */
const MAX_DETAIL_LINES = 20;

/**
 * The result line of the log, and for a red step the one annotation that says it all.
 * `took` in ms.
 */
export function announceOutcome(
  log: Log,
  outcome: Outcome,
  { isGreen, took, template }: { isGreen: boolean; took: number; template: StepTemplate },
): void {
  const { status, headline } = outcome;
  log.stage('Result', joinParts(`${status} in ${formatDuration(took)}`, headline));
  if (!isGreen) log.error(headline, formatMessage(outcome, template) || status);
  else if (status === 'waiting') log.notice(headline, formatMessage(outcome, template));
}

/**
 * The details and the next steps, as much as GitHub shows: the details give way to the steps to
 * copy, down to half of the room.
 */
function formatMessage({ details, next }: Outcome, template: StepTemplate): string {
  const lines = limitLines(formatDetails(details), MAX_DETAIL_LINES);
  const toCopy = next.flatMap((step) => formatNextStep(step, template)).join('\n');
  const room = Math.max(MAX_MESSAGE_LENGTH - toCopy.length - 1, MAX_MESSAGE_LENGTH / 2);
  const parts = [joinFitting(lines, room), toCopy].filter(Boolean);
  return truncate(parts.join('\n'), MAX_MESSAGE_LENGTH);
}

/** The sentence, and the lines of the workflow step to copy. */
function formatNextStep(next: NextStep, template: StepTemplate): string[] {
  return [next.sentence, ...renderStepLines(next, template).map((line) => `  ${line}`)];
}
