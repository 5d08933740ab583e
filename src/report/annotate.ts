import { cut } from '../text/sanitize.ts';
import type { Log } from '../github/log.ts';
import type { StepTemplate } from './step-snippet.ts';
import { stepLines } from './step-snippet.ts';
import { duration, join } from '../text/format.ts';
import type { NextStep, Outcome } from './outcome.ts';

/** What a reader takes in; of thousands of instances the first ones tell enough. */
const MOST_DETAILS = 20;
/** GitHub cuts the message of an annotation at 4,096 characters. */
const LONGEST_MESSAGE = 4_000;

/**
 * The result line of the log, and for a red step the one annotation that says it all.
 * `took` in ms.
 */
export function tellOutcome(
  log: Log,
  outcome: Outcome,
  { isGreen, took, template }: { isGreen: boolean; took: number; template: StepTemplate },
): void {
  const { status, headline, next } = outcome;
  log.stage('Result', join(`${status} in ${duration(took)}`, headline));
  const details = firstLines(outcome.details, MOST_DETAILS);
  const advice = next.map((step) => nextStepLines(step, template));
  if (!isGreen) log.error(headline, fitting(details, advice) || status);
  else if (status === 'waiting') log.notice(headline, fitting(details, advice));
}

/** The first lines, and how many more there are. */
export function firstLines(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `… and ${lines.length - most} more`];
}

/** A next step as text: the sentence, and the lines of the step to copy. */
function nextStepLines(next: NextStep, template: StepTemplate): string[] {
  return [next.sentence, ...stepLines(next, template).map((line) => `  ${line}`)];
}

/** As much as GitHub shows; the details give way to the advice first, down to half of the room. */
function fitting(details: readonly string[], advice: readonly (readonly string[])[]): string {
  const toCopy = advice.flat().join('\n');
  const room = Math.max(LONGEST_MESSAGE - toCopy.length - 1, LONGEST_MESSAGE / 2);
  const parts = [cut(details.join('\n'), room), toCopy].filter(Boolean);
  return cut(parts.join('\n'), LONGEST_MESSAGE);
}
