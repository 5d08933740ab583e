import type { Detail } from '../text/detail.ts';
import type { Language } from '../text/format-text.ts';
import { splitText } from '../text/format-text.ts';
import type { MessageKey, Text } from '../text/message.ts';
import { getMessageKey, joinTexts } from '../text/message.ts';
import { toPlainSentence } from '../text/plain-sentence.ts';
import type { Outcome } from './outcome.ts';
import { describeHeading } from './outcome-heading.ts';

const MAX_LENGTH = 1_000;
/** Limit for a chat message; the first reasons are enough. */
const MAX_REASONS = 5;

/** Labels of details with a reason. All others are advice or identifiers. */
const SAYS_WHY = new Set<MessageKey | ''>([
  'words.message',
  'words.why',
  'rollout.label-missing',
  'plan.label-blocked-by',
]);

/** Returns the outcome and its reasons as one line of plain text that can be pasted anywhere. */
export function describePlainly(outcome: Outcome, application: string, language: Language): string {
  const heading = describeHeading(outcome, application, language);
  const reasons = outcome.details.flatMap(listReasons).slice(0, MAX_REASONS);
  const parts = [heading, ...reasons].map((part) => formatPlainly(part, language));
  const sentence = toPlainSentence(joinParts(parts), MAX_LENGTH - 1)
    // The Chinese ， 。 ： ； 、 are escaped for the same reason as in plain-sentence.ts.
    .replace(/[\s.,:\uff0c\u3002\uff1a\uff1b\u3001]+$/, '')
    .replace(/^[a-z]/, (letter) => letter.toUpperCase());
  const stop = sentence.endsWith('…') ? '' : language === 'zh-CN' ? '。' : '.';
  return `${sentence}${stop}`;
}

/** Joins the parts: complete sentences after a full stop, all others after a semicolon. */
function joinParts([first = '', ...others]: readonly string[]): string {
  return others.reduce((line, part) => {
    const isSentence = /^[A-Z].* .*\.$/.test(part);
    return `${line.replace(/\.$/, '')}${isSentence ? '.' : ';'} ${part}`;
  }, first);
}

/** Formats a text without quotes around code. */
function formatPlainly(text: Text, language: Language): string {
  return splitText(text, language)
    .map((segment) => segment.text)
    .join('');
}

function listReasons({ columns = [], instance, label, text }: Detail): Text[] {
  const rows = columns.map(([left]) => left);
  if (label === undefined)
    return [...rows, joinTexts('colon', instance ?? '', text)].filter(Boolean);
  return SAYS_WHY.has(getMessageKey(label)) ? [text, ...rows] : rows;
}
