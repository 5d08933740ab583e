import type { Log } from '../github/log.ts';
import type { Language } from '../text/format-text.ts';
import { formatText } from '../text/format-text.ts';
import { durationText, joinTexts, message } from '../text/message.ts';
import { truncate } from '../text/sanitize.ts';
import { formatDetails, joinFitting, MAX_MESSAGE_LENGTH } from './detail-lines.ts';
import type { NextStep, Outcome } from './outcome.ts';
import type { StepTemplate } from './step-snippet.ts';
import { renderStepLines } from './step-snippet.ts';

/** What an announcement is made of, beside the outcome. */
export interface Announcement {
  readonly isGreen: boolean;
  /** How long the step took, in ms. */
  readonly took: number;
  readonly template: StepTemplate;
  readonly language: Language;
}

/** What a reader takes in; of thousands of instances the first ones tell enough. */
const MAX_DETAIL_LINES = 20;

/**
 * The result line of the log, and for a red step the one annotation that says it all.
 */
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
 * The details and the next steps, as much as GitHub shows: the details give way to the steps to
 * copy, down to half of the room.
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

/** The sentence, and the lines of the workflow step to copy. */
function formatNextStep(next: NextStep, template: StepTemplate, language: Language): string[] {
  const lines = renderStepLines(next, template).map((line) => `  ${line}`);
  return [formatText(next.sentence, language), ...lines];
}
