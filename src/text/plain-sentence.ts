import { stripControlChars, truncate } from './sanitize.ts';

/**
 * Any text as one line that stays plain text wherever it is pasted: in quotes or bare in a shell
 * command (bash, PowerShell, cmd), in a JSON string, in Markdown, HTML or a chat message, in the log.
 * Only letters, digits and harmless signs are left: no quotes, `$`, backslashes, brackets, operators,
 * mentions or links. At most `maxLength` UTF-16 units.
 */
export function toPlainSentence(text: string, maxLength: number): string {
  const line = stripControlChars(text)
    // Brackets and separators become commas, so that the words stay apart.
    .replace(/\s*[([{](?=\S)|\s*;/g, ', ')
    .replaceAll('%', '％')
    .replace(NOT_PLAIN, ' ')
    // `::` begins a command of the runner, `//` and `www.` a link.
    .replace(/:{2,}/g, ':')
    .replace(/\/{2,}/g, '/')
    .replace(/\bwww\./gi, 'www ')
    // Underscores and dashes inside names are no markup, all others may be.
    .replace(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,.])/g, '')
    .replace(/([,:])(?:[,:] ?)+/g, '$1 ')
    .replace(/\s+/g, ' ')
    // At its start some signs are an option, a list or a formula.
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/^(\d+)\. /, '$1 ')
    .trim();
  return truncate(line, maxLength);
}

/**
 * Whatever is not known to be harmless. Full-width quotes and slashes are not: a Windows code page
 * turns them into those of ASCII. Typographic quotes are quotes to PowerShell.
 */
const NOT_PLAIN = /[^\p{L}\p{N}\p{M} .,:+=/_％…→·，。：；（）、-]/gu;
