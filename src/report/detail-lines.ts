import type { Detail } from '../text/detail.ts';
import { truncate } from '../text/sanitize.ts';

/** Details as lines of plain text for the log and for annotations, with the labels in a column. */
export function formatDetails(details: readonly Detail[]): string[] {
  const longest = details.reduce((length, { label = '' }) => Math.max(length, label.length), 0);
  return details.flatMap(({ label, text, instance, block = [] }) => {
    const about = label ? `${label}:`.padEnd(longest + 3) : instance ? `${instance}: ` : '';
    const line = `${about}${text}`;
    return line === '' ? [...block] : [line, ...block];
  });
}

/** The first lines, and how many more there are. */
export function limitLines(lines: readonly string[], maxLines: number): readonly string[] {
  if (lines.length <= maxLines) return lines;
  return [...lines.slice(0, maxLines), countHidden(lines.length - maxLines)];
}

/** GitHub cuts the message of an annotation at 4,096 characters. */
export const MAX_MESSAGE_LENGTH = 4_000;

/**
 * Lines as one text of at most `maxLength` UTF-16 units: as many whole lines as there is room for,
 * and how many more there are. A first line that is too long alone is cut.
 */
export function joinFitting(lines: readonly string[], maxLength = MAX_MESSAGE_LENGTH): string {
  const whole = lines.join('\n');
  if (whole.length <= maxLength) return whole;
  const room = maxLength - countHidden(lines.length).length - 1;
  let [count, length] = [0, -1];
  for (const line of lines) {
    length += line.length + 1;
    if (length > room) break;
    count += 1;
  }
  const kept = count > 0 ? lines.slice(0, count) : [truncate(lines[0] ?? '', room)];
  const hidden = lines.length - kept.length;
  return [...kept, ...(hidden > 0 ? [countHidden(hidden)] : [])].join('\n');
}

/** What stands for lines or rows that are left out. */
export function countHidden(count: number): string {
  return `… and ${count} more`;
}
