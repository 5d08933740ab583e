import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import type { StatusRange } from '../../verification/criteria.ts';
import type { Parser, ParseResult } from './input-parsers.ts';
import { invalid } from './input-parsers.ts';

/** Stands for the IP of each new instance in `verify-url`. */
export const INSTANCE_IP = '{instance-ip}';

const MAX_URLS = 20;
const EXAMPLE_URL = 'https://shop.example.com/health';

/**
 * Parses URLs, one per line. Commas do not separate them, because URLs may contain commas. Messages
 * never quote a URL, because its user information or query may be secret.
 */
export const probeUrls: Parser<readonly string[]> = {
  parse: (text) => {
    const urls = splitLines(text);
    const wrong = urls.findIndex((url) => !isProbeUrl(url));
    if (wrong >= 0) {
      const fix = message('input.use-probe-url', { example: EXAMPLE_URL });
      return { problem: message('input.line-is-no-url', { line: wrong + 1 }), fix };
    }
    return urls.length <= MAX_URLS ? { value: [...new Set(urls)] } : tooMany(urls.length, MAX_URLS);
  },
};

function isProbeUrl(url: string): boolean {
  const sample = url.replaceAll(INSTANCE_IP, '192.0.2.1');
  // Another placeholder is a misspelled one; WHATWG URLs would percent-encode it. They also take a
  // backslash, or more slashes, for the two slashes: then it is not clear where a password is.
  return /^https?:\/\/(?!\/)[^\s\p{Cc}\p{Cf}{}\\]+$/iu.test(sample) && URL.canParse(sample);
}

/** Parses a percentage from 0 to 100, such as `99.5`. */
export const percentage: Parser<number> = {
  parse: (text) => {
    const value = /^\d{1,3}(\.\d{1,4})?%?$/.test(text) ? Number(text.replace('%', '')) : NaN;
    return value <= 100 ? { value } : invalid(text, message('input.use-percentage'));
  },
};

/** Parses status codes and ranges of them, such as `200-299,304`. */
export const statusRanges: Parser<readonly StatusRange[]> = {
  parse: (text) => {
    const ranges = text.split(/[\s,]+/).map(parseStatusRange);
    const value = ranges.flatMap((range) => range ?? []);
    return value.length === ranges.length
      ? { value }
      : invalid(text, message('input.use-statuses'));
  },
};

function parseStatusRange(text: string): StatusRange | undefined {
  const [, first = '', last = first] = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  return first !== '' && from <= to ? { from, to } : undefined;
}

type Header = readonly [name: string, value: string];

/** What belongs to the connection, and what the HTTP client sets itself. */
const RESERVED =
  /^(connection|content-length|expect|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/i;

/** Parses headers, one per line. Messages never quote their values, because they may be secret. */
export const probeHeaders: Parser<readonly Header[]> = {
  parse: (text) => {
    const lines = splitLines(text);
    const value: Header[] = [];
    for (const [index, line] of lines.entries()) {
      const [, name = '', content = ''] =
        /^([!#$%&'*+\-.^`|~\w]+):[ \t]*([ -~]+)$/.exec(line) ?? [];
      const wrong = checkHeader(name, index + 1);
      if (wrong) return wrong;
      value.push([name, content]);
    }
    return { value };
  },
};

function checkHeader(name: string, line: number): ParseResult<never> | undefined {
  if (name === '') {
    return {
      problem: message('input.line-is-no-header', { line }),
      fix: message('input.use-header', { example: 'Authorization: Bearer …' }),
    };
  }
  if (!RESERVED.test(name)) return undefined;
  return {
    problem: message('input.header-reserved', { line, name }),
    fix: message('input.remove-header'),
  };
}

const STAGES = ['paused', 'final'] as const;

/** Parses the stages that are verified. */
export const verifyStages: Parser<readonly (typeof STAGES)[number][]> = {
  parse: (text) => {
    const words = text.split(/[\s,]+/).filter((word) => word !== '');
    const value = STAGES.filter((stage) => words.includes(stage));
    const isKnown = words.every((word) => STAGES.some((stage) => stage === word));
    return isKnown && value.length > 0 ? { value } : invalid(text, message('input.use-stages'));
  },
};

function splitLines(text: string): string[] {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  return lines.filter((line) => line !== '');
}

function tooMany(count: number, max: number): { readonly problem: Text; readonly fix: Text } {
  return {
    problem: message('input.has-lines', { count }),
    fix: message('input.use-fewer-lines', { max }),
  };
}
