import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDuration } from '../../../src/github/inputs/input-parsers.ts';

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
