import type { Detail } from '../text/detail.ts';

/** A text alone is a detail without a label. */
export function toDetail(detail: Detail | string): Detail {
  return typeof detail === 'string' ? { text: detail } : detail;
}

/** Details as lines of plain text for the log and for annotations, with the labels in a column. */
export function formatDetails(details: readonly (Detail | string)[]): string[] {
  const all = details.map(toDetail);
  const longest = all.reduce((length, { label = '' }) => Math.max(length, label.length), 0);
  return all.flatMap(({ label, text, instance, block = [] }) => {
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
