import type { Language } from './format-text.ts';
import { splitText } from './format-text.ts';
import type { Text } from './message.ts';
import { mapIndented, stripControlChars } from './sanitize.ts';

export type Alignment = 'left' | 'right' | 'center';

/** Prevents GitHub from recognizing links and mentions; invisible to readers. */
const ZERO_WIDTH_SPACE = '\u200b';

const RULES: Readonly<Record<Alignment, string>> = { left: '---', right: '---:', center: ':---:' };

/**
 * Returns any text as inline Markdown that renders literally: no markup, HTML, links or mentions.
 */
export function escapeMarkdown(value: unknown): string {
  return breakAutolinks(stripControlChars(value))
    .replace(/[\\`*_[\]~#]|^[+\-=:]/g, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('|', '&#124;')
    .replaceAll('$', '&#36;')
    .replaceAll(ZERO_WIDTH_SPACE, '&#8203;');
}

/** Formats a text of the catalogue as inline Markdown: code as code, everything else literally. */
export function formatMarkdown(text: Text, language: Language): string {
  return splitText(text, language)
    .map(({ isCode, text: words }, index) => {
      if (isCode) return formatCode(words);
      return index === 0 ? escapeEdges(words) : escapeEdges(`${GUARD}${words}`).slice(1);
    })
    .join('');
}

/**
 * Placed before words that follow code, because some characters have another meaning at the start
 * of a line.
 */
const GUARD = 'x';

/** Escapes a text but keeps leading and trailing blanks, which separate it from its neighbours. */
function escapeEdges(text: string): string {
  const [, start = '', inner = '', end = ''] = /^( *)(.*?)( *)$/s.exec(text) ?? [];
  return `${start}${escapeMarkdown(inner)}${end}`;
}

/** Returns any text as inline code; '' if it is empty. */
export function formatCode(value: unknown): string {
  const shown = stripControlChars(value);
  if (shown === '') return '';
  // A backtick would end the code, and a pipe the table cell.
  return /[`|]/.test(shown) ? `<code>${escapeHtml(shown)}</code>` : `\`${shown}\``;
}

/** Formats Markdown as bold. */
export function formatBold(markdown: string): string {
  return `**${markdown}**`;
}

/** Formats Markdown as a link. If the URL is not a web page, returns the Markdown unchanged. */
export function formatLink(markdown: string, url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return markdown;
  // Percent-encodes everything that could end the link or a table cell.
  const address = parsed.href.replace(/[^\w.~:/?#@!$&+,;=%-]/g, percentEncodeChar);
  return `[${markdown}](<${address}>)`;
}

export function formatHeading(level: 1 | 2 | 3 | 4 | 5 | 6, markdown: string): string {
  return `${'#'.repeat(level)} ${joinLines(markdown)}`;
}

/** Formats a table. Headers and cells are Markdown from `escapeMarkdown` or `formatCode`. */
export function formatTable(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly Alignment[] = [],
): string {
  const rules = headers.map((_, column) => RULES[align[column] ?? 'left']);
  const cells = rows.map((row) => headers.map((_, column) => formatTableCell(row[column] ?? '')));
  return [headers.map(formatTableCell), rules, ...cells]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

/** Formats a list. Items are Markdown and may have more lines, such as a fence. */
export function formatBulletList(items: readonly string[]): string {
  return items.map((item) => `- ${item.replace(/\n(?=[^\n])/g, '\n  ')}`).join('\n');
}

/** Returns the lines in a code block that none of them can close. */
export function formatCodeBlock(language: string, lines: readonly string[]): string {
  const content = lines
    .flatMap((line) => line.split(/\r\n|\n/))
    .map((line) => mapIndented(line, stripControlChars));
  const ticks = '`'.repeat(Math.max(2, content.reduce(getLongestTicks, 0)) + 1);
  return [`${ticks}${language.replace(/[^\w-]/g, '')}`, ...content, ticks].join('\n');
}

/** Joins the non-empty blocks with a blank line. */
export function joinBlocks(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** Breaks everything in a text that GitHub would turn into a link or a mention. */
function breakAutolinks(shown: string): string {
  return shown.replace(/[@#](?=\w)|:(?=\/\/)|www(?=\.)/gi, `$&${ZERO_WIDTH_SPACE}`);
}

/**
 * Escapes everything except letters and digits as numeric entities, which is safe in HTML and
 * Markdown.
 */
function escapeHtml(shown: string): string {
  return breakAutolinks(shown).replace(
    /[^\p{L}\p{N} ]/gu,
    (sign) => `&#${String(sign.codePointAt(0))};`,
  );
}

function percentEncodeChar(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function formatTableCell(markdown: string): string {
  return joinLines(markdown).replace(/\\*\|/g, '&#124;');
}

function joinLines(markdown: string): string {
  return markdown.replace(/\s*[\r\n]+\s*/g, ' ');
}

function getLongestTicks(longest: number, line: string): number {
  return Math.max(longest, ...Array.from(line.matchAll(/`+/g), ([ticks]) => ticks.length));
}
