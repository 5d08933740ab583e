import { quote } from '../../text/sanitize.ts';
import { formatList } from '../../text/format.ts';

/** Why a text is no value, and what to write instead: `use   AUTO, BETA or MANUAL`. */
export interface InvalidValue {
  /** What is wrong with the text: `is "CANARY"`, `has a line break in it`. */
  readonly problem: string;
  readonly fix: string;
}

export type ParseResult<Value> = { readonly value: Value } | InvalidValue;

/** A kind of input. `parse` gets a trimmed text that is not empty. */
export interface Parser<Value> {
  readonly parse: (text: string) => ParseResult<Value>;
}

/** Whole numbers: where a bound is missing, JavaScript's exact integers are it. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** Bounds of a duration, written as durations. */
export interface DurationRange {
  readonly min: string;
  readonly max: string;
}

const LINE_BREAK = /[\n\v\f\r\u0085\u2028\u2029]/;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** The correction for a text that is just no value of its kind. */
export function invalid(given: string, change: string): InvalidValue {
  return { problem: `is ${quote(given)}`, fix: change };
}

/** One line of text. */
export const plainText: Parser<string> = {
  parse: (given) =>
    /\p{Cc}|[\u2028\u2029]/u.test(given)
      ? { problem: oddity(given), fix: 'use   one line of plain text' }
      : { value: given },
};

/** A name or ID: one word, at most `longest` characters. */
export function word(longest = Infinity): Parser<string> {
  return {
    parse: (given) => {
      if (/\s/.test(given) || INVISIBLE.test(given)) {
        return {
          problem: `${oddity(given)}: ${quote(given)}`,
          fix: 'use   one word without white space, typed anew',
        };
      }
      return given.length > longest
        ? {
            problem: `has ${given.length} characters`,
            fix: `use   at most ${longest} characters`,
          }
        : { value: given };
    },
  };
}

/** One word that no message ever quotes. */
export const secret: Parser<string> = {
  parse: (given) =>
    /\s/.test(given) || INVISIBLE.test(given)
      ? { problem: oddity(given), fix: 'use   the value alone, on one line and without blanks' }
      : { value: given },
};

/** The address of a web page. */
export const webUrl: Parser<string> = {
  parse: (given) =>
    /^https?:\/\/[^\s\p{Cc}\p{Cf}]+$/iu.test(given) && URL.canParse(given)
      ? { value: given }
      : invalid(given, 'use   an address: https://shop.example.com'),
};

/** A whole number in decimal digits. */
export function integer({ min, max }: Range = {}): Parser<number> {
  return {
    parse: (given) => {
      const value = /^-?\d+$/.test(given) ? Number(given) : NaN;
      return Number.isSafeInteger(value) && value >= (min ?? value) && value <= (max ?? value)
        ? { value }
        : invalid(given, `use   a whole number${bounds({ min, max })}`);
    },
  };
}

/** A duration, in milliseconds: `90s`, `30m`, `1h30m`, `500ms`. */
export function durationBetween({ min, max }: DurationRange): Parser<number> {
  return {
    parse: (given) => {
      const value = parseDuration(given);
      return value !== undefined && isWithin(value, { min, max })
        ? { value }
        : invalid(given, `use   a duration from ${min} to ${max}: 90s, 30m, 1h30m`);
    },
  };
}

/** Whole seconds, from seconds without a unit or from a duration. */
export const secondsOrDuration: Parser<number> = {
  parse: (given) => {
    const value = /^\d+$/.test(given) ? Number(given) : (parseDuration(given) ?? NaN) / 1_000;
    if (Number.isSafeInteger(value)) return { value };
    return value < Number.MAX_SAFE_INTEGER
      ? invalid(given, 'use   whole seconds: 60, 90s, 5m')
      : invalid(given, 'use   seconds or a duration: 60, 90s, 5m');
  },
};

/** A boolean of YAML 1.2's core schema. */
export const booleanFlag: Parser<boolean> = {
  parse: (given) => {
    if (/^(?:true|True|TRUE)$/.test(given)) return { value: true };
    return /^(?:false|False|FALSE)$/.test(given)
      ? { value: false }
      : invalid(given, 'use   true or false');
  },
};

/** One of the words. */
export function choice<const Word extends string>(words: readonly Word[]): Parser<Word> {
  return {
    parse: (given) => {
      const value = words.find((candidate) => candidate === given);
      return value === undefined ? invalid(given, `use   ${formatList(words, 'or')}`) : { value };
    },
  };
}

/** `auto`, or a fixed interval in milliseconds. */
export function pollInterval({ min, max }: DurationRange): Parser<'auto' | number> {
  const fixed = durationBetween({ min, max });
  return {
    parse: (given) => {
      if (given === 'auto') return { value: 'auto' };
      const parsed = fixed.parse(given);
      return 'value' in parsed
        ? parsed
        : invalid(given, `use   auto or a duration from ${min} to ${max}: 10s, 1m`);
    },
  };
}

/** Texts, one to a line or separated by commas; blank ones do not count. */
export const stringList: Parser<readonly string[]> = {
  parse: (given) => ({
    value: given
      .split(/[\n,]/)
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  }),
};

function oddity(given: string): string {
  if (LINE_BREAK.test(given)) return 'has a line break in it';
  return /\s/.test(given) ? 'has white space in it' : 'has an invisible character in it';
}

function bounds({ min, max }: { min: number | undefined; max: number | undefined }): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return `, ${min} or more`;
  return max === undefined ? '' : `, ${max} or less`;
}

function isWithin(milliseconds: number, { min, max }: DurationRange): boolean {
  return milliseconds >= Number(parseDuration(min)) && milliseconds <= Number(parseDuration(max));
}

/** What GitHub allows in the name of an artifact: anything but these, and line breaks. */
const FORBIDDEN = /["<>|*?:\\/\r\n]/;

export const artifactName: Parser<string> = {
  parse: (given) =>
    FORBIDDEN.test(given)
      ? invalid(given, 'use   a name without " : < > | * ? \\ / and line breaks')
      : { value: given },
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
 * The milliseconds of a duration such as `90s`, `30m`, `1h30m` or `500ms`: whole numbers with
 * units, the largest first. Undefined where the text is none, or too large to be exact.
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

/** `qcs::cam::uin/100000000001:roleName/deploy`, or with the role's ID or a service role's path. */
const ROLE_ARN = /^qcs::cam::uin\/\d+:role(?:Name)?\/[^\s\p{Cc}\p{Cf}]+$/u;

/** Role ARNs, one to a line. A comma is none of their ends: names may hold one. */
export const roleArns: Parser<readonly string[]> = {
  parse: (given) => {
    const lines = given.split(/[\r\n]+/).map((line) => line.trim());
    const value = lines.filter((line) => line !== '');
    const wrong = value.find((arn) => !ROLE_ARN.test(arn));
    return wrong === undefined
      ? { value }
      : invalid(
          wrong,
          'use   role ARNs, one to a line: qcs::cam::uin/100000000001:roleName/deploy',
        );
  },
};

/** What a role session may be called. Source: STS, RoleSessionName. */
export const SESSION_NAME = /^[\w+=,.@-]{2,128}$/;

/** Source: STS, RoleSessionName. */
export const roleSessionName = matching(
  SESSION_NAME,
  'use   2 to 128 letters, digits and _ + = , . @ -',
);

/** Source: STS, ExternalId. */
export const roleExternalId = matching(
  /^[\w+=,.@:/-]{2,128}$/,
  'use   2 to 128 letters, digits and _ + = , . @ : / -',
);

function matching(pattern: RegExp, change: string): Parser<string> {
  return {
    parse: (given) => (pattern.test(given) ? { value: given } : invalid(given, change)),
  };
}
