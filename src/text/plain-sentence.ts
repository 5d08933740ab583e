import { stripControlChars, truncate } from './sanitize.ts';

/**
 * Converts any text to one line that is safe wherever it is pasted: quoted or bare in a shell
 * command (bash, PowerShell, cmd), in a JSON string, in Markdown, HTML, a chat message or the log.
 * Only letters, digits and harmless characters remain: no quotes, `$`, backslashes, brackets,
 * operators, mentions or links. At most `maxLength` UTF-16 units.
 */
export function toPlainSentence(text: string, maxLength: number): string {
  const line = stripControlChars(text)
    // Brackets and semicolons become commas, so that the words stay separated.
    .replace(/\s*[([{](?=\S)|\s*;/g, ', ')
    .replaceAll('%', '％')
    .replace(NOT_PLAIN, ' ')
    // `::` starts a workflow command; `//` and `www.` start a link.
    .replace(/:{2,}/g, ':')
    .replace(/\/{2,}/g, '/')
    .replace(/\bwww\./gi, 'www ')
    // Underscores and dashes inside a name are not markup; others may be.
    .replace(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,.])/g, '')
    .replace(/([,:])(?:[,:] ?)+/g, '$1 ')
    .replace(/\s+/g, ' ')
    // At the start, some characters would make it an option, a list or a formula.
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/^(\d+)\. /, '$1 ')
    .trim();
  return truncate(line, maxLength);
}

/**
 * Everything not known to be harmless. Full-width quotes and slashes are excluded, because Windows
 * code pages convert them to ASCII, and typographic quotes, because PowerShell treats them as
 * quotes. The escapes are ％ … → · ， 。 ： ； （ ） 、. A character outside of Latin-1 in the bundle would
 * make Node keep all of it as UTF-16, which makes each start 2 ms slower; esbuild escapes strings,
 * but not regular expressions.
 */
const NOT_PLAIN =
  /[^\p{L}\p{N}\p{M} .,:+=/_\uff05\u2026\u2192\u00b7\uff0c\u3002\uff1a\uff1b\uff08\uff09\u3001-]/gu;
