import type { Log } from '../github/log.ts';
import type { Language } from '../text/format-text.ts';
import { formatText } from '../text/format-text.ts';
import { durationText, joinTexts, message } from '../text/message.ts';
import { truncate } from '../text/sanitize.ts';
import { formatDetails, joinFitting, MAX_MESSAGE_LENGTH } from './detail-lines.ts';
import type { NextStep, Outcome } from './outcome.ts';
import type { StepTemplate } from './step-snippet.ts';
import { renderStepLines } from './step-snippet.ts';

/** The content of an announcement, besides the outcome. */
export interface Announcement {
  readonly isGreen: boolean;
  /** Duration of the step in ms. */
  readonly took: number;
  readonly template: StepTemplate;
  readonly language: Language;
}

/** For readability; with thousands of instances the first lines are enough. */
const MAX_DETAIL_LINES = 20;

/** Prints the result line of the log and, for a failed step, its one error annotation. */
export function announceOutcome(
  log: Log,
  outcome: Outcome,
  { isGreen, took, template, language }: Announcement,
): void {
  const { status, headline } = outcome;
  const ended = message('outcome.ended-in', { status, duration: durationText(took) });
  log.stage(message('outcome.result'), joinTexts('dot', ended, headline));
  if (!isGreen) log.error(headline, formatMessage(outcome, template, language) || status);
  else if (status === 'waiting') log.notice(headline, formatMessage(outcome, template, language));
}

/**
 * Formats details and next steps within GitHub's limits. Details are cut first, to no less than
 * half of the space, so that the steps to copy remain complete.
 */
function formatMessage(
  { details, next }: Outcome,
  template: StepTemplate,
  language: Language,
): string {
  const lines = formatDetails(details, language);
  const toCopy = next.flatMap((step) => formatNextStep(step, template, language)).join('\n');
  const room = Math.max(MAX_MESSAGE_LENGTH - toCopy.length - 1, MAX_MESSAGE_LENGTH / 2);
  const parts = [
    joinFitting(lines, language, { maxLength: room, maxLines: MAX_DETAIL_LINES }),
    toCopy,
  ].filter(Boolean);
  return truncate(parts.join('\n'), MAX_MESSAGE_LENGTH);
}

/** Formats the sentence and the lines of the workflow step to copy. */
function formatNextStep(next: NextStep, template: StepTemplate, language: Language): string[] {
  const lines = renderStepLines(next, template, language).map((line) => `  ${line}`);
  return [formatText(next.sentence, language), ...lines];
}
