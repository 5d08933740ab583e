/** Characters that take two columns in a terminal: Chinese and full-width forms. */
const WIDE = /[\p{Script=Han}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/gu;

/** Returns the number of columns of a text in a terminal or monospaced font. */
export function getWidth(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}

/** Appends blanks until the text takes `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - getWidth(text)));
}
