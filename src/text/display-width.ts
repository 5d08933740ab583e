/** Characters that take two columns of a terminal: Chinese, and full-width forms. */
const WIDE = /[\p{Script=Han}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/gu;

/** The columns that a text takes in a terminal or a monospaced font. */
export function getWidth(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}

/** A text with blanks behind it until it takes `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - getWidth(text)));
}
