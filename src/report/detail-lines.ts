import type { Detail } from '../text/detail.ts';

const LABEL_WIDTH = 17;

/** A detail as lines of plain text, for the log and for annotations. */
export function formatDetail(detail: Detail | string): string[] {
  if (typeof detail === 'string') return [detail];
  const { label, text, instance, block = [] } = detail;
  const name = instance ? `${instance}: ` : label ? `${label}:`.padEnd(LABEL_WIDTH) : '';
  return [`${name}${text}`, ...block];
}
