import { truncate } from '../text/sanitize.ts';
import type { Log } from '../github/log.ts';
import type { StepTemplate } from './step-snippet.ts';
import { renderStepLines } from './step-snippet.ts';
import { formatDuration, joinParts } from '../text/format.ts';
import { formatDetail } from './detail-lines.ts';
import type { NextStep, Outcome } from './outcome.ts';

/** What a reader takes in; of thousands of instances the first ones tell enough. */
const MAX_DETAILS = 20;
/** GitHub cuts the message of an annotation at 4,096 characters. */
const MAX_MESSAGE_LENGTH = 4_000;

/**
 * The result line of the log, and for a red step the one annotation that says it all.
 * `took` in ms.
 */
export function announceOutcome(
  log: Log,
  outcome: Outcome,
  { isGreen, took, template }: { isGreen: boolean; took: number; template: StepTemplate },
): void {
  const { status, headline, next } = outcome;
  log.stage('Result', joinParts(`${status} in ${formatDuration(took)}`, headline));
  const details = limitLines(outcome.details.flatMap(formatDetail), MAX_DETAILS);
  const advice = next.map((step) => nextStepLines(step, template));
  if (!isGreen) log.error(headline, fitting(details, advice) || status);
  else if (status === 'waiting') log.notice(headline, fitting(details, advice));
}

/** The first lines, and how many more there are. */
export function limitLines(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `… and ${lines.length - most} more`];
}

/** A next step as text: the sentence, and the lines of the step to copy. */
function nextStepLines(next: NextStep, template: StepTemplate): string[] {
  return [next.sentence, ...renderStepLines(next, template).map((line) => `  ${line}`)];
}

/** As much as GitHub shows; the details give way to the advice first, down to half of the room. */
function fitting(details: readonly string[], advice: readonly (readonly string[])[]): string {
  const toCopy = advice.flat().join('\n');
  const room = Math.max(MAX_MESSAGE_LENGTH - toCopy.length - 1, MAX_MESSAGE_LENGTH / 2);
  const parts = [truncate(details.join('\n'), room), toCopy].filter(Boolean);
  return truncate(parts.join('\n'), MAX_MESSAGE_LENGTH);
}
