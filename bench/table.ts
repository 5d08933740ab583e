export type Cell = string | number;

/** Formats a Markdown table. Every column except the first is right-aligned. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const rule = head.map((_, index) => (index === 0 ? '---' : '--:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.map(shown).join(' | ')} |`).join('\n');
}

function shown(cell: Cell): string {
  return typeof cell === 'number' ? rounded(cell) : cell.replaceAll('|', '\\|');
}

/** Rounds to three significant digits, but keeps integers. */
export function rounded(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Number.isInteger(value) || Math.abs(value) >= 100)
    return Math.round(value).toLocaleString('en');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

/** Returns one word on whether a target is met. */
export function verdict(isReached: boolean): string {
  return isReached ? 'reached' : '**missed**';
}
