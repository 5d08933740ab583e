import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Parser } from '../../../src/github/inputs/input-parsers.ts';
import {
  choice,
  durationBetween,
  booleanFlag,
  integer,
  stringList,
  pollInterval,
  secondsOrDuration,
  secret,
  plainText,
  webUrl,
  word,
} from '../../../src/github/inputs/input-parsers.ts';

const strategy = choice(['AUTO', 'BETA', 'MANUAL']);
const timeout = durationBetween({ min: '1s', max: '6h' });
const interval = pollInterval({ min: '1s', max: '1h' });

type Good = readonly [kind: string, Parser<unknown>, given: string, value: unknown];
type Bad = readonly [kind: string, Parser<unknown>, given: string, is: string, change: string];

const WHOLE = 'use   a whole number';
const SECRET = 'use   the value alone, on one line and without blanks';
const WORD = 'use   one word without white space, typed anew';
const INVISIBLE = 'has an invisible character in it';

describe('a kind of input', () => {
  it.each<Good>([
    ['text', plainText, 'shop 2.jar', 'shop 2.jar'],
    ['text', plainText, '游戏.jar', '游戏.jar'],
    ['webAddress', webUrl, 'https://shop.example/a?b=c#d', 'https://shop.example/a?b=c#d'],
    ['webAddress', webUrl, 'http://localhost:8080', 'http://localhost:8080'],
    ['word', word(), 'app-shop0001', 'app-shop0001'],
    ['word', word(3), 'abc', 'abc'],
    ['secret', secret, 'AKIDexample', 'AKIDexample'],
    ['integer', integer(), '-3', -3],
    ['integer', integer({ min: 0 }), '0', 0],
    ['integer', integer({ max: 5 }), '5', 5],
    ['integer', integer({ min: 1, max: 3 }), '003', 3],
    ['integer', integer(), '9007199254740991', Number.MAX_SAFE_INTEGER],
    ['duration', timeout, '1s', 1_000],
    ['duration', timeout, '6h', 21_600_000],
    ['secondsOrDuration', secondsOrDuration, '60', 60],
    ['secondsOrDuration', secondsOrDuration, '0', 0],
    ['secondsOrDuration', secondsOrDuration, '90s', 90],
    ['secondsOrDuration', secondsOrDuration, '5m', 300],
    ['secondsOrDuration', secondsOrDuration, '2000ms', 2],
    ['flag', booleanFlag, 'true', true],
    ['flag', booleanFlag, 'True', true],
    ['flag', booleanFlag, 'TRUE', true],
    ['flag', booleanFlag, 'false', false],
    ['flag', booleanFlag, 'False', false],
    ['flag', booleanFlag, 'FALSE', false],
    ['choice', strategy, 'BETA', 'BETA'],
    ['pollInterval', interval, 'auto', 'auto'],
    ['pollInterval', interval, '10s', 10_000],
    ['list', stringList, 'a', ['a']],
    ['list', stringList, 'a, b ,c', ['a', 'b', 'c']],
    ['list', stringList, 'a\r\n  b\n\n,c,', ['a', 'b', 'c']],
    ['list', stringList, ',', []],
  ])('%s: %#', (_, kind, given, value) => {
    expect(kind.parse(given)).toEqual({ value });
  });

  it.each<Bad>([
    [
      'webAddress',
      webUrl,
      'shop.example',
      'is "shop.example"',
      'use   an address: https://shop.example.com',
    ],
    [
      'webAddress',
      webUrl,
      'javascript:alert(1)',
      'is "javascript:alert(1)"',
      'use   an address: https://shop.example.com',
    ],
    [
      'webAddress',
      webUrl,
      'https://',
      'is "https://"',
      'use   an address: https://shop.example.com',
    ],
    [
      'webAddress',
      webUrl,
      'https://a b',
      'is "https://a b"',
      'use   an address: https://shop.example.com',
    ],
    ['text', plainText, 'a\nb', 'has a line break in it', 'use   one line of plain text'],
    ['text', plainText, 'a\u2028b', 'has a line break in it', 'use   one line of plain text'],
    ['text', plainText, 'a\tb', 'has white space in it', 'use   one line of plain text'],
    ['text', plainText, 'a\u0007b', INVISIBLE, 'use   one line of plain text'],
    ['word', word(), 'app 1', 'has white space in it: "app 1"', WORD],
    ['word', word(), 'app\u00a01', 'has white space in it: "app 1"', WORD],
    ['word', word(), 'app\r\n1', 'has a line break in it: "app 1"', WORD],
    ['word', word(), 'app\u200b1', `${INVISIBLE}: "app1"`, WORD],
    ['word', word(), 'app\u202e1', `${INVISIBLE}: "app1"`, WORD],
    ['word', word(3), 'abcd', 'has 4 characters', 'use   at most 3 characters'],
    ['secret', secret, 'ab\ncd', 'has a line break in it', SECRET],
    ['secret', secret, 'ab cd', 'has white space in it', SECRET],
    ['secret', secret, 'ab\u200bcd', INVISIBLE, SECRET],
    ['integer', integer(), '1.5', 'is "1.5"', WHOLE],
    ['integer', integer(), '1e3', 'is "1e3"', WHOLE],
    ['integer', integer(), '0x10', 'is "0x10"', WHOLE],
    ['integer', integer(), '9007199254740992', 'is "9007199254740992"', WHOLE],
    ['integer', integer({ min: 0 }), '-1', 'is "-1"', `${WHOLE}, 0 or more`],
    ['integer', integer({ max: 5 }), '6', 'is "6"', `${WHOLE}, 5 or less`],
    ['integer', integer({ min: 1, max: 3 }), '0', 'is "0"', `${WHOLE} from 1 to 3`],
    ['integer', integer({ min: 1, max: 3 }), '4', 'is "4"', `${WHOLE} from 1 to 3`],
    ['duration', timeout, '30', 'is "30"', 'use   a duration from 1s to 6h: 90s, 30m, 1h30m'],
    ['duration', timeout, '999ms', 'is "999ms"', 'use   a duration from 1s to 6h: 90s, 30m, 1h30m'],
    ['duration', timeout, '361m', 'is "361m"', 'use   a duration from 1s to 6h: 90s, 30m, 1h30m'],
    [
      'secondsOrDuration',
      secondsOrDuration,
      'soon',
      'is "soon"',
      'use   seconds or a duration: 60, 90s, 5m',
    ],
    [
      'secondsOrDuration',
      secondsOrDuration,
      '-5',
      'is "-5"',
      'use   seconds or a duration: 60, 90s, 5m',
    ],
    [
      'secondsOrDuration',
      secondsOrDuration,
      '99999999999999999999',
      'is "99999999999999999999"',
      'use   seconds or a duration: 60, 90s, 5m',
    ],
    [
      'secondsOrDuration',
      secondsOrDuration,
      '1500ms',
      'is "1500ms"',
      'use   whole seconds: 60, 90s, 5m',
    ],
    ['flag', booleanFlag, 'yes', 'is "yes"', 'use   true or false'],
    ['flag', booleanFlag, 'tRUE', 'is "tRUE"', 'use   true or false'],
    ['choice', strategy, 'CANARY', 'is "CANARY"', 'use   AUTO, BETA or MANUAL'],
    ['choice', strategy, 'auto', 'is "auto"', 'use   AUTO, BETA or MANUAL'],
    [
      'pollInterval',
      interval,
      'often',
      'is "often"',
      'use   auto or a duration from 1s to 1h: 10s, 1m',
    ],
    [
      'pollInterval',
      interval,
      '500ms',
      'is "500ms"',
      'use   auto or a duration from 1s to 1h: 10s, 1m',
    ],
  ])('%s refuses %#', (_, kind, given, is, change) => {
    expect(kind.parse(given)).toEqual({ problem: is, fix: change });
  });

  it('never quotes a secret', () => {
    const halves = fc.stringMatching(/^[A-Za-z0-9]{4,}$/);
    fc.assert(
      fc.property(halves, halves, fc.constantFrom(' ', '\n', '\u200b'), (left, right, gap) => {
        const refused = JSON.stringify(secret.parse(`${left}${gap}${right}`));
        expect(refused).not.toContain(`${left}${gap}`);
        expect(refused).toMatch(/^\{"problem":"has [a-z ]+ in it","fix":"use {3}the value alone/);
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
