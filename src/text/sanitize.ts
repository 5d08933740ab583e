const MAX_LENGTH = 2_000;
/** More than this of a text is never looked at: enough for any line, whatever is taken out. */
const MAX_INPUT_LENGTH = 10 * MAX_LENGTH;

const ESC = '\u001b';
const BEL = '\u0007';
const C1_STRING_STARTS = '\u0090\u0098\u009d-\u009f';
const C1_STRING_END = '\u009c';

/** What steers a terminal (ECMA-48): colours, cursor moves, titles, links. */
const TERMINAL_SEQUENCES = new RegExp(
  [
    `(?:${ESC}\\[|\u009b)[0-?]*[ -/]*[@-~]?`,
    `(?:${ESC}[\\]PX^_]|[${C1_STRING_STARTS}])[^${BEL}${ESC}${C1_STRING_STARTS}${C1_STRING_END}]*(?:${BEL}|${ESC}\\\\|${C1_STRING_END})`,
    `${ESC}[ -/]*[0-~]?`,
  ].join('|'),
  'g',
);
const BLANKS = /\r\n|[\t\n\v\f\r\u0085\p{Z}]/gu;
/**
 * Zero-width and direction marks hide what a text says. The runner compares as its culture does,
 * which overlooks them: `:\u200b:` may be `::` to it.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Any outside text as one printable line: terminal sequences, control characters and invisible
 * marks are gone, each line break is a blank, half surrogate pairs are U+FFFD. At most 2,000
 * UTF-16 units, the last of them `…` if there was more.
 */
export function stripControlChars(text: unknown): string {
  const whole = toText(text);
  const line = whole
    .slice(0, MAX_INPUT_LENGTH)
    .replace(TERMINAL_SEQUENCES, '')
    .replace(BLANKS, ' ')
    .replace(INVISIBLE, '')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .trim();
  return whole.length > MAX_INPUT_LENGTH
    ? addEllipsis(line, MAX_LENGTH)
    : truncate(line, MAX_LENGTH);
}

/**
 * Any outside text as one printable line that the runner cannot read as a workflow command: it
 * takes a line for one that starts with `::` after white space, or holds `##[` anywhere. Inside a
 * text `::` stays, role ARNs hold it.
 */
export function sanitizeLogLine(text: unknown): string {
  return truncate(
    stripControlChars(text).replace(/##\[/g, '## [').replace(/^::/, ': :'),
    MAX_LENGTH,
  );
}

/** A line with what `make` makes of it behind its own indentation, of at most 40 blanks. */
export function mapIndented(line: string, make: (text: string) => string): string {
  const indentation = line.slice(0, Math.min(40, line.search(/[^ ]|$/)));
  return `${indentation}${make(line)}`.trimEnd();
}

/** A text of at most `maxLength` UTF-16 units, the last of them `…` if there was more. */
export function truncate(text: string, maxLength: number): string {
  return text.length > maxLength ? addEllipsis(text, maxLength) : text;
}

/** An outside value, quoted for a message to its user: harmless, and cut to 40 characters. */
export function quote(text: string): string {
  return `"${truncate(sanitizeLogLine(text), 40)}"`;
}

function addEllipsis(text: string, maxLength: number): string {
  const kept = text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept.trimEnd()}…`;
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  if (value instanceof Error) return value.message;
  return typeof value === 'object' ? toJson(value) : (value as number | boolean).toString();
}

function toJson(value: object): string {
  try {
    // In an array even what toJSON makes undefined is a text.
    return JSON.stringify([value]).slice(1, -1);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
