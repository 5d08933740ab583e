import type { Language } from './format-text.ts';
import { splitText } from './format-text.ts';
import type { Text } from './message.ts';
import { mapIndented, stripControlChars } from './sanitize.ts';

export type Alignment = 'left' | 'right' | 'center';

/** Parts words for GitHub's search for links and mentions, and for no reader. */
const ZERO_WIDTH_SPACE = '\u200b';

const RULES: Readonly<Record<Alignment, string>> = { left: '---', right: '---:', center: ':---:' };

/** Any text as inline Markdown that shows it as it is: no markup, HTML, link or mention. */
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

/** A text of ours as inline Markdown: its code as code, everything else as it is. */
export function formatMarkdown(text: Text, language: Language): string {
  return splitText(text, language)
    .map(({ isCode, text: words }, index) => {
      if (isCode) return formatCode(words);
      return index === 0 ? escapeEdges(words) : escapeEdges(`${GUARD}${words}`).slice(1);
    })
    .join('');
}

/** In front of words that follow code: at the start of a line some signs mean something else. */
const GUARD = 'x';

/** The blanks at both ends belong to the words before and after. */
function escapeEdges(text: string): string {
  const [, start = '', inner = '', end = ''] = /^( *)(.*?)( *)$/s.exec(text) ?? [];
  return `${start}${escapeMarkdown(inner)}${end}`;
}

/** Any text as inline code; nothing if it is empty. */
export function formatCode(value: unknown): string {
  const shown = stripControlChars(value);
  if (shown === '') return '';
  // A backtick would end the code, and a pipe the table's cell that it stands in.
  return /[`|]/.test(shown) ? `<code>${escapeHtml(shown)}</code>` : `\`${shown}\``;
}

/** Markdown in bold. */
export function formatBold(markdown: string): string {
  return `**${markdown}**`;
}

/** Markdown as a link to a web page; without an address of one it is the Markdown alone. */
export function formatLink(markdown: string, url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return markdown;
  // Whatever could end the link, or a table's cell, is written by its number.
  const address = parsed.href.replace(/[^\w.~:/?#@!$&+,;=%-]/g, percentEncodeChar);
  return `[${markdown}](<${address}>)`;
}

export function formatHeading(level: 1 | 2 | 3 | 4 | 5 | 6, markdown: string): string {
  return `${'#'.repeat(level)} ${joinLines(markdown)}`;
}

/** A table. Headers and cells are Markdown: of `escapeMarkdown` or `formatCode`. */
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

/** Items are Markdown; their further lines, a fence say, stay with them. */
export function formatBulletList(items: readonly string[]): string {
  return items.map((item) => `- ${item.replace(/\n(?=[^\n])/g, '\n  ')}`).join('\n');
}

/** Lines as they are, in a block that none of them can close. */
export function formatCodeBlock(language: string, lines: readonly string[]): string {
  const content = lines
    .flatMap((line) => line.split(/\r\n|\n/))
    .map((line) => mapIndented(line, stripControlChars));
  const ticks = '`'.repeat(Math.max(2, content.reduce(getLongestTicks, 0)) + 1);
  return [`${ticks}${language.replace(/[^\w-]/g, '')}`, ...content, ticks].join('\n');
}

/** Blocks with a blank line between them; empty ones do not count. */
export function joinBlocks(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** A text in which nothing looks like a link or a mention. */
function breakAutolinks(shown: string): string {
  return shown.replace(/[@#](?=\w)|:(?=\/\/)|www(?=\.)/gi, `$&${ZERO_WIDTH_SPACE}`);
}

/** A text in HTML's and Markdown's safest form: whatever is no letter or digit by its number. */
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
