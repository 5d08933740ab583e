import type { Parser } from './input-parsers.ts';

/** Patterns of files, one to a line; those that begin with `!` leave files out. */
export const filePatterns: Parser<string> = {
  parse: (text) => {
    const lines = text
      .split(/\r\n|[\r\n]/)
      .map((line) => line.trim())
      .filter((line) => line !== '');
    if (lines.some((line) => /\p{Cc}|[\u2028\u2029]/u.test(line))) {
      return { problem: 'has an invisible character in it', fix: 'use   a path, typed anew' };
    }
    return lines.every((line) => /^!(?!\()/.test(line))
      ? {
          problem: 'only leaves files out',
          fix: 'add   a line without !, such as build/*.jar, before the others',
        }
      : { value: lines.join('\n') };
  },
};
