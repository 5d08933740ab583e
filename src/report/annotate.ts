import type { Log } from '../github/log.ts';
import type { Detail } from '../text/detail.ts';
import { countHidden, formatDuration, joinParts } from '../text/format.ts';
import { truncate } from '../text/sanitize.ts';
import type { NextStep, Outcome } from './outcome.ts';
import type { StepTemplate } from './step-snippet.ts';
import { renderStepLines } from './step-snippet.ts';

/** GitHub cuts the message of an annotation at 4,096 characters. */
const MAX_MESSAGE_LENGTH = 4_000;
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
  const lines = formatDetails(details);
  const toCopy = next.flatMap((step) => formatNextStep(step, template)).join('\n');
  const room = Math.max(MAX_MESSAGE_LENGTH - toCopy.length - 1, MAX_MESSAGE_LENGTH / 2);
  const parts = [joinFitting(lines, room, MAX_DETAIL_LINES), toCopy].filter(Boolean);
  return truncate(parts.join('\n'), MAX_MESSAGE_LENGTH);
}

/** The sentence, and the lines of the workflow step to copy. */
function formatNextStep(next: NextStep, template: StepTemplate): string[] {
  return [next.sentence, ...renderStepLines(next, template).map((line) => `  ${line}`)];
}

/** Details as lines of plain text for the log and for annotations, with the labels in a column. */
function formatDetails(details: readonly Detail[]): string[] {
  const longest = details.reduce((length, { label = '' }) => Math.max(length, label.length), 0);
  return details.flatMap(({ label, text, instance, block = [] }) => {
    const about = label ? `${label}:`.padEnd(longest + 3) : instance ? `${instance}: ` : '';
    const line = `${about}${text}`;
    return line === '' ? [...block] : [line, ...block];
  });
}

/**
 * Lines as one text of at most `maxLength` UTF-16 units and `maxLines` lines: as many whole lines as
 * there is room for, and how many more there are. A first line that is too long alone is cut.
 */
export function joinFitting(
  lines: readonly string[],
  maxLength = MAX_MESSAGE_LENGTH,
  maxLines = Infinity,
): string {
  const whole = lines.join('\n');
  if (whole.length <= maxLength && lines.length <= maxLines) return whole;
  const room = maxLength - countHidden(lines.length).length - 1;
  let [count, length] = [0, -1];
  for (const line of lines.slice(0, maxLines)) {
    length += line.length + 1;
    if (length > room) break;
    count += 1;
  }
  const kept = count > 0 ? lines.slice(0, count) : [truncate(lines[0] ?? '', room)];
  const hidden = lines.length - kept.length;
  return [...kept, ...(hidden > 0 ? [countHidden(hidden)] : [])].join('\n');
}
