import type { Log } from '../github/log.ts';
import { formatText } from '../text/format-text.ts';
import { durationText, joinTexts, message } from '../text/message.ts';
import { truncate } from '../text/sanitize.ts';
import { formatDetails, joinFitting, MAX_MESSAGE_LENGTH } from './detail-lines.ts';
import { renderStepLines } from './step-snippet.ts';
import type { SummaryInput } from './summary/summary-input.ts';

/** What is announced about a step that has ended. */
export type Announcement = Pick<
  SummaryInput,
  'isSuccess' | 'language' | 'outcome' | 'template' | 'took'
>;

/** For readability; with thousands of instances the first lines are enough. */
const MAX_DETAIL_LINES = 20;

/** Prints the result line of the log and, for a failed step, its one error annotation. */
export function announceOutcome(log: Log, step: Announcement): void {
  const { isSuccess, outcome, took } = step;
  const { status, headline } = outcome;
  const ended = message('outcome.ended-in', { status, duration: durationText(took) });
  log.stage(message('outcome.result'), joinTexts('dot', ended, headline));
  if (!isSuccess) log.error(headline, formatMessage(step) || status);
  else if (status === 'waiting') log.notice(headline, formatMessage(step));
}

/**
 * Formats details and next steps within GitHub's limits. Details are cut first, to no less than
 * half of the space, so that the steps to copy remain complete.
 */
function formatMessage({ language, outcome, template }: Announcement): string {
  const { details, next } = outcome;
  const lines = formatDetails(details, language);
  // The sentence, and the lines of the workflow step to copy.
  const toCopy = next
    .flatMap((step) => [
      formatText(step.sentence, language),
      ...renderStepLines(step, template, language).map((line) => `  ${line}`),
    ])
    .join('\n');
  const room = Math.max(MAX_MESSAGE_LENGTH - toCopy.length - 1, MAX_MESSAGE_LENGTH / 2);
  const parts = [
    joinFitting(lines, language, { maxLength: room, maxLines: MAX_DETAIL_LINES }),
    toCopy,
  ].filter(Boolean);
  return truncate(parts.join('\n'), MAX_MESSAGE_LENGTH);
}
