import type { Detail } from '../text/detail.ts';

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

/** What stands for lines or rows that are left out. */
export function countHidden(count: number): string {
  return `… and ${count} more`;
}
