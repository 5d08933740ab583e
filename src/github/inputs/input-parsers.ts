import { quote } from '../../text/sanitize.ts';
import type { Text } from '../../text/message.ts';
import { joinTexts, listTexts, message } from '../../text/message.ts';

/** Why a value is invalid, and what to use instead: `use AUTO, BETA or MANUAL`. */
export interface InvalidValue {
  /** What is wrong with the value: `is "CANARY"`, `contains a line break`. */
  readonly problem: Text;
  readonly fix: Text;
}

export type ParseResult<Value> = { readonly value: Value } | InvalidValue;

/** Parses the text of an input. `parse` receives a trimmed, non-empty text. */
export interface Parser<Value> {
  readonly parse: (text: string) => ParseResult<Value>;
}

/** Bounds of an integer, inclusive; a missing bound is JavaScript's safe integer limit. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** Bounds written as durations, for example `10s`. */
export interface DurationRange {
  readonly min: string;
  readonly max: string;
}

const LINE_BREAK = /[\n\v\f\r\u0085\u2028\u2029]/;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** Returns the problem `is "…"` with a fix. */
export function invalid(text: string, fix: Text): InvalidValue {
  return { problem: message('input.is', { value: quote(text) }), fix };
}

/** Parses one line of text. */
export const plainText: Parser<string> = {
  parse: (text) =>
    /\p{Cc}|[\u2028\u2029]/u.test(text)
      ? { problem: describeOddity(text), fix: message('input.use-plain-text') }
      : { value: text },
};

/** Parses a name or ID: one word of at most `maxLength` characters. */
export function word(maxLength = Infinity): Parser<string> {
  return {
    parse: (text) => {
      if (/\s/.test(text) || INVISIBLE.test(text)) {
        return {
          problem: joinTexts('colon', describeOddity(text), quote(text)),
          fix: message('input.use-single-word'),
        };
      }
      return text.length > maxLength
        ? {
            problem: message('input.is-too-long', { length: text.length }),
            fix: message('input.use-fewer-characters', { max: maxLength }),
          }
        : { value: text };
    },
  };
}

/** Characters that neither an HTTP header nor a region, key or token contains. */
const FOREIGN = /[^!-~]/u;

/** Parses one word that is sent in a header, such as a region. */
export const headerWord: Parser<string> = {
  parse: (text) => {
    const parsed = word().parse(text);
    const [foreign] = FOREIGN.exec(text) ?? [];
    if (!('value' in parsed) || foreign === undefined) return parsed;
    return {
      problem: message('input.has-character', { character: foreign, value: quote(text) }),
      fix: message('input.use-ascii'),
    };
  },
};

/** Parses a secret: one word for a header or a signature. Error messages never quote it. */
export const secret: Parser<string> = {
  parse: (text) => {
    if (/\s/.test(text) || INVISIBLE.test(text)) {
      return { problem: describeOddity(text), fix: message('input.use-value-alone') };
    }
    const { index } = FOREIGN.exec(text) ?? {};
    if (index === undefined) return { value: text };
    return {
      problem: message('input.is-no-key', { position: index + 1, length: text.length }),
      fix: message('input.copy-key-again'),
    };
  },
};

/** Parses the URL of a web page. */
export const webUrl: Parser<string> = {
  parse: (text) =>
    /^https?:\/\/[^\s\p{Cc}\p{Cf}]+$/iu.test(text) && URL.canParse(text)
      ? { value: text }
      : invalid(text, message('input.use-url', { example: 'https://shop.example.com' })),
};

/** Parses a whole number in decimal digits. */
export function integer(range: Range = {}): Parser<number> {
  const { min, max } = range;
  return {
    parse: (text) => {
      const value = /^-?\d+$/.test(text) ? Number(text) : NaN;
      return Number.isSafeInteger(value) && value >= (min ?? value) && value <= (max ?? value)
        ? { value }
        : invalid(text, describeRange(range));
    },
  };
}

/** Parses a duration to milliseconds: `90s`, `30m`, `1h30m`, `500ms`. */
export function durationBetween({ min, max }: DurationRange): Parser<number> {
  return {
    parse: (text) => {
      const value = parseDuration(text);
      return value !== undefined && isWithin(value, { min, max })
        ? { value }
        : invalid(text, message('input.use-duration', { min, max }));
    },
  };
}

/** Parses a number of seconds, or a duration of whole seconds, to seconds. */
export const secondsOrDuration: Parser<number> = {
  parse: (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : (parseDuration(text) ?? NaN) / 1_000;
    if (Number.isSafeInteger(value)) return { value };
    return value < Number.MAX_SAFE_INTEGER
      ? invalid(text, message('input.use-whole-seconds'))
      : invalid(text, message('input.use-seconds'));
  },
};

/** Parses a boolean of YAML 1.2's core schema. */
export const booleanFlag: Parser<boolean> = {
  parse: (text) => {
    if (/^(?:true|True|TRUE)$/.test(text)) return { value: true };
    return /^(?:false|False|FALSE)$/.test(text)
      ? { value: false }
      : invalid(text, useOneOf(['true', 'false']));
  },
};

/** Parses one of the given words. */
export function choice<const Word extends string>(words: readonly Word[]): Parser<Word> {
  return {
    parse: (text) => {
      const value = words.find((candidate) => candidate === text);
      return value === undefined ? invalid(text, useOneOf(words)) : { value };
    },
  };
}

/** Parses `auto`, or a fixed interval to milliseconds. */
export function pollInterval({ min, max }: DurationRange): Parser<'auto' | number> {
  const fixed = durationBetween({ min, max });
  return {
    parse: (text) => {
      if (text === 'auto') return { value: 'auto' };
      const parsed = fixed.parse(text);
      return 'value' in parsed
        ? parsed
        : invalid(text, message('input.use-interval', { min, max }));
    },
  };
}

/** Parses a list of texts, separated by line breaks or commas. Blank entries are dropped. */
export const stringList: Parser<readonly string[]> = {
  parse: (text) => ({
    value: text
      .split(/[\n,]/)
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  }),
};

function describeOddity(text: string): Text {
  if (LINE_BREAK.test(text)) return message('input.has-line-break');
  return message(/\s/.test(text) ? 'input.has-whitespace' : 'input.has-invisible');
}

function useOneOf(words: readonly string[]): Text {
  return message('input.use', { choice: listTexts(words, 'or') });
}

function describeRange({ min, max }: Range): Text {
  if (min !== undefined && max !== undefined) {
    return message('input.use-integer-between', { min, max });
  }
  if (min !== undefined) return message('input.use-integer-from', { min });
  return max === undefined
    ? message('input.use-integer')
    : message('input.use-integer-to', { max });
}

function isWithin(milliseconds: number, { min, max }: DurationRange): boolean {
  return milliseconds >= Number(parseDuration(min)) && milliseconds <= Number(parseDuration(max));
}

/** Characters that GitHub forbids in artifact names. */
const FORBIDDEN_IN_ARTIFACT_NAME = /["<>|*?:\\/\r\n]/;

/** Parses the name of a workflow artifact. */
export const artifactName: Parser<string> = {
  parse: (text) =>
    FORBIDDEN_IN_ARTIFACT_NAME.test(text)
      ? invalid(text, message('input.use-name-without', { characters: '" : < > | * ? \\ /' }))
      : { value: text },
};

const DURATION =
  /^(?:(?<hours>\d+)h)?(?:(?<minutes>\d+)m)?(?:(?<seconds>\d+)s)?(?:(?<milliseconds>\d+)ms)?$/;

const MILLISECONDS = {
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1_000,
  milliseconds: 1,
} as const;

/**
 * Returns the milliseconds of a duration such as `90s`, `30m`, `1h30m` or `500ms`: whole numbers
 * with units, the largest unit first. Undefined if the text is not a duration or exceeds the safe
 * integers.
 */
export function parseDuration(text: string): number | undefined {
  const parts = text === '' ? undefined : DURATION.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const total = Object.entries(MILLISECONDS).reduce(
    (sum, [unit, milliseconds]) => sum + Number(parts[unit] ?? 0) * milliseconds,
    0,
  );
  return Number.isSafeInteger(total) ? total : undefined;
}

/**
 * `qcs::cam::uin/100000000001:roleName/deploy`, also with a role ID or the path of a service role.
 */
const ROLE_ARN = /^qcs::cam::uin\/\d+:role(?:Name)?\/[^\s\p{Cc}\p{Cf}]+$/u;

const EXAMPLE_ARN = 'qcs::cam::uin/100000000001:roleName/deploy';

/**
 * Parses role ARNs, one per line. Commas do not separate them, because role names may contain
 * commas.
 */
export const roleArns: Parser<readonly string[]> = {
  parse: (text) => {
    const lines = text.split(/[\r\n]+/).map((line) => line.trim());
    const value = lines.filter((line) => line !== '');
    const wrong = value.find((arn) => !ROLE_ARN.test(arn));
    return wrong === undefined
      ? { value }
      : invalid(wrong, message('input.use-role-arns', { example: EXAMPLE_ARN }));
  },
};

/** Valid names of a role session. Source: STS, RoleSessionName. */
export const SESSION_NAME = /^[\w+=,.@-]{2,128}$/;

/** Source: STS, RoleSessionName. */
export const roleSessionName = matching(SESSION_NAME, message('input.use-session-name'));

/** Source: STS, ExternalId. */
export const roleExternalId = matching(/^[\w+=,.@:/-]{2,128}$/, message('input.use-external-id'));

function matching(pattern: RegExp, fix: Text): Parser<string> {
  return {
    parse: (text) => (pattern.test(text) ? { value: text } : invalid(text, fix)),
  };
}
