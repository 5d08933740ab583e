import { describe, expect, it } from '@jest/globals';
import type { Lasting } from '../../src/rollout/lasting.ts';
import { addCheck, continueSeries, hasLasted } from '../../src/rollout/lasting.ts';

/** What checks at these times (ms) have shown. */
const seenAt = (...times: readonly number[]) =>
  times.reduce<Lasting | undefined>((before, time) => addCheck(before, time), undefined);

describe('what lasts', () => {
  it('has begun with its first check, and counts every one', () => {
    expect(seenAt(5)).toEqual({ since: 5, seenAt: 5, checks: 1 });
    expect(seenAt(5, 9, 20)).toEqual({ since: 5, seenAt: 20, checks: 3 });
  });

  it.each<[string, Lasting | undefined, number, number, boolean]>([
    ['was never seen', undefined, 0, 100, false],
    ['was seen once, however long ago', seenAt(0), 10, 1_000, false],
    ['was seen once, where no time is asked for', seenAt(0), 0, 0, false],
    ['was seen twice at once, where no time is asked for', seenAt(7, 7), 0, 7, true],
    ['was seen twice, for not quite long enough', seenAt(0, 99), 100, 99, false],
    ['was seen twice, for just long enough', seenAt(0, 100), 100, 100, true],
    ['was seen often, for not long enough', seenAt(0, 1, 2, 3, 4), 100, 4, false],
    ['began before the first check', addCheck(addCheck(undefined, 0, -Infinity), 0), 100, 0, true],
  ])('has lasted where it %s', (_, lasting, ms, now, expected) => {
    expect(hasLasted(lasting, ms, now)).toBe(expected);
  });
});

describe('what comes and goes', () => {
  it.each<[string, number | 'auto', number, boolean]>([
    ['goes on after the longest pause', 'auto', 15, true],
    ['goes on after a little more', 'auto', 20, true],
    ['starts over after reads that failed for longer', 'auto', 21, false],
    ['starts over after reads that failed longer, with short pauses', 1, 25, false],
    ['goes on if the pauses are long', 60, 65, true],
    ['starts over after long pauses and a read that failed', 60, 66, false],
  ])('%s', (_, pause, gap, goesOn) => {
    const before = seenAt(0, 1_000);
    const pollInterval = pause === 'auto' ? pause : pause * 1_000;
    const series = continueSeries(before, 1_000 + gap * 1_000, pollInterval);
    expect(series).toEqual(goesOn ? before : undefined);
  });

  it('begins with its first check', () => {
    expect(continueSeries(undefined, 1_000)).toBeUndefined();
  });
});
