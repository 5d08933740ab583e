const MAX_LENGTH = 2_000;
/** Only this much of a text is processed: enough for a full line after removals. */
const MAX_INPUT_LENGTH = 10 * MAX_LENGTH;

const ESC = '\u001b';
const BEL = '\u0007';
const C1_STRING_STARTS = '\u0090\u0098\u009d-\u009f';
const C1_STRING_END = '\u009c';

/** Terminal control sequences (ECMA-48): colours, cursor moves, titles, links. */
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
 * Zero-width and direction marks can hide text. The runner compares with its culture, which ignores
 * them: it may read `:\u200b:` as `::`.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Converts any external text to one printable line: without terminal sequences, control characters
 * and invisible marks; line breaks become blanks, lone surrogates U+FFFD. At most 2,000 UTF-16
 * units, and the last one is `…` if the text was truncated.
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
 * Converts any external text to one printable line that the runner cannot read as a workflow
 * command. The runner recognizes lines that start with `::` after white space, or contain `##[`
 * anywhere. `::` within a text stays, because role ARNs contain it.
 */
export function sanitizeLogLine(text: unknown): string {
  return truncate(
    stripControlChars(text).replace(/##\[/g, '## [').replace(/^::/, ': :'),
    MAX_LENGTH,
  );
}

/** Applies `make` to a line without its indentation, and keeps at most 40 blanks of it. */
export function mapIndented(line: string, make: (text: string) => string): string {
  const indentation = line.slice(0, Math.min(40, line.search(/[^ ]|$/)));
  return `${indentation}${make(line)}`.trimEnd();
}

/** Truncates a text to `maxLength` UTF-16 units; the last one is `…` if something was cut. */
export function truncate(text: string, maxLength: number): string {
  return text.length > maxLength ? addEllipsis(text, maxLength) : text;
}

/** Quotes an external value for a message: sanitized, and truncated to 40 characters. */
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
    // Inside an array, JSON.stringify always returns a text, even if toJSON returns undefined.
    return JSON.stringify([value]).slice(1, -1);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
