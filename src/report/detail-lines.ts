import type { Detail } from '../text/detail.ts';
import { getWidth, padEnd } from '../text/display-width.ts';
import type { Language } from '../text/format-text.ts';
import { formatText } from '../text/format-text.ts';
import type { Text } from '../text/message.ts';
import { joinTexts, message } from '../text/message.ts';
import { sanitizeLogLine, truncate } from '../text/sanitize.ts';

/** Formats details as plain text lines for the log and annotations, with aligned labels. */
export function formatDetails(details: readonly Detail[], language: Language): string[] {
  const format = (text: Text) => formatText(text, language);
  const labels = details.map(({ label }) =>
    label ? format(message('words.label', { label })) : '',
  );
  const width = Math.max(...labels.map(getWidth)) + 2;
  return details.flatMap(({ text, instance = '', block = [], columns = [] }, index) => {
    const label = labels[index] ?? '';
    const about = label === '' ? '' : padEnd(label, width);
    const line = `${about}${format(label === '' ? joinTexts('colon', instance, text) : text)}`;
    return [...(line === '' ? [] : [line]), ...block, ...formatColumns(columns, format)];
  });
}

/** A longer text on the left does not widen the column. */
const MAX_LEFT_WIDTH = 64;

function formatColumns(
  columns: NonNullable<Detail['columns']>,
  format: (text: Text) => string,
): string[] {
  const rows = columns.map((row) => row.map((text) => sanitizeLogLine(format(text))));
  const width = Math.min(MAX_LEFT_WIDTH, Math.max(...rows.map(([left = '']) => getWidth(left))));
  return rows.map(([left = '', right = '']) => `  ${padEnd(left, width)}   ${right}`);
}

/** GitHub truncates annotation messages at 4,096 characters. */
export const MAX_MESSAGE_LENGTH = 4_000;

/**
 * Joins lines to a text of at most `maxLength` UTF-16 units and `maxLines` lines: as many whole
 * lines as fit, then the number of the others. A first line that is too long is truncated.
 */
export function joinFitting(
  lines: readonly string[],
  language: Language,
  { maxLength = MAX_MESSAGE_LENGTH, maxLines = Infinity } = {},
): string {
  const whole = lines.join('\n');
  if (whole.length <= maxLength && lines.length <= maxLines) return whole;
  const room = maxLength - countHidden(lines.length, language).length - 1;
  let [count, length] = [0, -1];
  for (const line of lines.slice(0, maxLines)) {
    length += line.length + 1;
    if (length > room) break;
    count += 1;
  }
  const kept = count > 0 ? lines.slice(0, count) : [truncate(lines[0] ?? '', room)];
  const hidden = lines.length - kept.length;
  return [...kept, ...(hidden > 0 ? [countHidden(hidden, language)] : [])].join('\n');
}

/** Returns the text shown in place of omitted lines or rows. */
export function countHidden(count: number, language: Language): string {
  return formatText(message('words.and-more', { count }), language);
}
