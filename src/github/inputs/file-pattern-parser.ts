import { message } from '../../text/message.ts';
import type { Parser } from './input-parsers.ts';

/** Parses file patterns, one per line. A leading `!` excludes files. */
export const filePatterns: Parser<string> = {
  parse: (text) => {
    const lines = text
      .split(/\r\n|[\r\n]/)
      .map((line) => line.trim())
      .filter((line) => line !== '');
    if (lines.some((line) => /\p{Cc}|[\u2028\u2029]/u.test(line))) {
      return { problem: message('input.has-invisible'), fix: message('input.use-path') };
    }
    return lines.every((line) => /^!(?!\()/.test(line))
      ? { problem: message('input.only-excludes'), fix: message('input.add-pattern') }
      : { value: lines.join('\n') };
  },
};
