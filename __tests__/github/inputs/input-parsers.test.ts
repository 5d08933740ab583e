import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Parser } from '../../../src/github/inputs/input-parsers.ts';
import {
  choice,
  durationBetween,
  headerWord,
  booleanFlag,
  integer,
  stringList,
  pollInterval,
  secondsOrDuration,
  parseDuration,
  secret,
  plainText,
  webUrl,
  word,
} from '../../../src/github/inputs/input-parsers.ts';

const strategy = choice(['AUTO', 'BETA', 'MANUAL']);
const timeout = durationBetween({ min: '1s', max: '6h' });
const interval = pollInterval({ min: '1s', max: '1h' });

type Good = readonly [kind: string, Parser<unknown>, text: string, value: unknown];
type Bad = readonly [kind: string, Parser<unknown>, text: string];

describe('a parser', () => {
  it.each<Good>([
    ['text', plainText, 'shop 2.jar', 'shop 2.jar'],
    ['text', plainText, '游戏.jar', '游戏.jar'],
    ['web URL', webUrl, 'https://shop.example/a?b=c#d', 'https://shop.example/a?b=c#d'],
    ['web URL', webUrl, 'http://localhost:8080', 'http://localhost:8080'],
    ['word', word(), 'app-shop0001', 'app-shop0001'],
    ['word', word(3), 'abc', 'abc'],
    ['secret', secret, 'AKIDexample', 'AKIDexample'],
    ['whole number', integer(), '-3', -3],
    ['whole number', integer({ min: 0 }), '0', 0],
    ['whole number', integer({ max: 5 }), '5', 5],
    ['whole number', integer({ min: 1, max: 3 }), '003', 3],
    ['whole number', integer(), '9007199254740991', Number.MAX_SAFE_INTEGER],
    ['duration', timeout, '1s', 1_000],
    ['duration', timeout, '6h', 21_600_000],
    ['number of seconds', secondsOrDuration, '60', 60],
    ['number of seconds', secondsOrDuration, '0', 0],
    ['number of seconds', secondsOrDuration, '90s', 90],
    ['number of seconds', secondsOrDuration, '5m', 300],
    ['number of seconds', secondsOrDuration, '2000ms', 2],
    ['boolean', booleanFlag, 'true', true],
    ['boolean', booleanFlag, 'True', true],
    ['boolean', booleanFlag, 'TRUE', true],
    ['boolean', booleanFlag, 'false', false],
    ['boolean', booleanFlag, 'False', false],
    ['boolean', booleanFlag, 'FALSE', false],
    ['choice', strategy, 'BETA', 'BETA'],
    ['poll interval', interval, 'auto', 'auto'],
    ['poll interval', interval, '10s', 10_000],
    ['list', stringList, 'a', ['a']],
    ['list', stringList, 'a, b ,c', ['a', 'b', 'c']],
    ['list', stringList, 'a\r\n  b\n\n,c,', ['a', 'b', 'c']],
    ['list', stringList, ',', []],
  ])('takes what is a %s: %#', (_, parser, text, value) => {
    expect(parser.parse(text)).toEqual({ value });
  });

  it.each<Bad>([
    ['web URL', webUrl, 'shop.example'],
    ['web URL', webUrl, 'javascript:alert(1)'],
    ['web URL', webUrl, 'https://'],
    ['web URL', webUrl, 'https://a b'],
    ['text', plainText, 'a\nb'],
    ['text', plainText, 'a\u2028b'],
    ['text', plainText, 'a\tb'],
    ['text', plainText, 'a\u0007b'],
    ['word', word(), 'app 1'],
    ['word', word(), 'app\u00a01'],
    ['word', word(), 'app\r\n1'],
    ['word', word(), 'app\u200b1'],
    ['word', word(), 'app\u202e1'],
    ['word', word(3), 'abcd'],
    ['secret', secret, 'ab\ncd'],
    ['secret', secret, 'ab cd'],
    ['secret', secret, 'ab\u200bcd'],
    ['whole number', integer(), '1.5'],
    ['whole number', integer(), '1e3'],
    ['whole number', integer(), '0x10'],
    ['whole number', integer(), '9007199254740992'],
    ['whole number', integer({ min: 0 }), '-1'],
    ['whole number', integer({ max: 5 }), '6'],
    ['whole number', integer({ min: 1, max: 3 }), '0'],
    ['whole number', integer({ min: 1, max: 3 }), '4'],
    ['duration', timeout, '30'],
    ['duration', timeout, '999ms'],
    ['duration', timeout, '361m'],
    ['number of seconds', secondsOrDuration, 'soon'],
    ['number of seconds', secondsOrDuration, '-5'],
    ['number of seconds', secondsOrDuration, '99999999999999999999'],
    ['number of seconds', secondsOrDuration, '1500ms'],
    ['boolean', booleanFlag, 'yes'],
    ['boolean', booleanFlag, 'tRUE'],
    ['choice', strategy, 'CANARY'],
    ['choice', strategy, 'auto'],
    ['poll interval', interval, 'often'],
    ['poll interval', interval, '500ms'],
  ])('refuses what is no %s: %#', (_, parser, text) => {
    expect(Object.keys(parser.parse(text))).toEqual(['problem', 'fix']);
  });

  it.each<Bad>([
    ['word', word(), 'app 1'],
    ['number', integer(), '1.5'],
    ['choice', strategy, 'CANARY'],
  ])('quotes what is no %s', (_, parser, text) => {
    expect(JSON.stringify(parser.parse(text))).toContain(`\\"${text}\\"`);
  });

  it('never quotes a secret', () => {
    const halves = fc.stringMatching(/^[A-Za-z0-9]{4,}$/);
    fc.assert(
      fc.property(halves, halves, fc.constantFrom(' ', '\n', '\u200b'), (left, right, gap) => {
        const refused = JSON.stringify(secret.parse(`${left}${gap}${right}`));
        expect(refused).not.toContain(`${left}${gap}`);
        expect(refused).not.toContain(`${gap}${right}`);
      }),
    );
  });

  it.each(['ap－guangzhou', '广州', 'ap-guangzhоu', 'ap–guangzhou', 'région'])(
    'refuses what no header can hold: %s',
    (text) => {
      expect(headerWord.parse(text)).toMatchObject({
        problem: { key: 'input.has-character', values: { value: `"${text}"` } },
      });
      const refused = secret.parse(text);
      expect(Object.keys(refused)).toEqual(['problem', 'fix']);
      expect(JSON.stringify(refused)).not.toContain(text);
    },
  );

  it('takes what headers hold, for what goes into one', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]+$/), (text) => {
        expect(secret.parse(text)).toEqual({ value: text });
        expect(headerWord.parse(text)).toEqual({ value: text });
        expect(() => new Headers({ 'x-any': text })).not.toThrow();
      }),
    );
  });

  it('reads whole numbers as they are written', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (number) => {
        expect(integer().parse(number.toFixed(0))).toEqual({ value: number });
      }),
    );
  });

  it('gives back a list as it was joined', () => {
    const items = fc.array(fc.stringMatching(/^[a-z0-9]+$/));
    fc.assert(
      fc.property(items, fc.constantFrom(',', '\n', ' , ', '\r\n', ',\n'), (parts, separator) => {
        expect(stringList.parse(parts.join(separator))).toEqual({ value: parts });
      }),
    );
  });
});

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('a duration', () => {
  it.each([
    ['90s', 90 * SECOND],
    ['30m', 30 * MINUTE],
    ['1h30m', 90 * MINUTE],
    ['500ms', 500],
    ['5m', 5 * MINUTE],
    ['5ms', 5],
    ['1h1m1s1ms', HOUR + MINUTE + SECOND + 1],
    ['1h5ms', HOUR + 5],
    ['0s', 0],
    ['007s', 7 * SECOND],
    ['90m', 90 * MINUTE],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each([
    '',
    '90',
    's',
    'soon',
    '1.5h',
    '-5s',
    '+5s',
    '5 s',
    '1h 30m',
    '30m1h',
    '1s1s',
    '30M',
    '1d',
    '5min',
    '1e3s',
    '٣s',
    '9999999999999999s',
    `${'9'.repeat(400)}h`,
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('is what any formatter that writes each unit once and in order wrote', () => {
    const upTo = (max: number) => fc.option(fc.integer({ min: 0, max }), { nil: undefined });
    const parts = fc
      .tuple(upTo(10_000), upTo(10_000), upTo(10_000), upTo(10_000))
      .filter((all) => all.some((part) => part !== undefined));
    fc.assert(
      fc.property(parts, ([hours, minutes, seconds, milliseconds]) => {
        const written = [
          [hours, 'h'],
          [minutes, 'm'],
          [seconds, 's'],
          [milliseconds, 'ms'],
        ]
          .map(([count, unit]) => (count === undefined ? '' : `${String(count)}${String(unit)}`))
          .join('');
        const meant = ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
        expect(parseDuration(written)).toBe(meant + (seconds ?? 0) * 1_000 + (milliseconds ?? 0));
      }),
    );
  });

  it('survives the round trip through a clock', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 * HOUR }), (milliseconds) => {
        const clock = new Date(milliseconds);
        const hours = Math.floor(milliseconds / HOUR);
        const rest = `${clock.getUTCMinutes()}m${clock.getUTCSeconds()}s`;
        expect(parseDuration(`${hours}h${rest}${clock.getUTCMilliseconds()}ms`)).toBe(milliseconds);
      }),
    );
  });

  it('is found or refused in no time, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('1', 'h', 'm', 's') }), (text) => {
        const parsed = parseDuration(text);
        expect(parsed === undefined || Number.isSafeInteger(parsed)).toBe(true);
      }),
    );
  });
});
