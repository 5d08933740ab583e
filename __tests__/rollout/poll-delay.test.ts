import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PollState } from '../../src/rollout/poll-delay.ts';
import { nextPollDelay } from '../../src/rollout/poll-delay.ts';

const SECOND = 1_000;
const quiet = (seconds: number, facts: Partial<PollState> = {}): PollState => ({
  fixed: undefined,
  now: seconds * SECOND,
  lastChange: 0,
  settlesAt: undefined,
  due: undefined,
  ...facts,
});

describe('a fixed pace', () => {
  it.each([1, 500, 7 * SECOND, 600 * SECOND])('is %d ms at any time', (fixed) => {
    expect(nextPollDelay(quiet(0, { fixed }))).toBe(fixed);
    expect(nextPollDelay(quiet(900, { fixed, settlesAt: 903 * SECOND, due: 901 * SECOND }))).toBe(
      fixed,
    );
  });
});

describe('an adaptive pace', () => {
  it('gets slower the longer nothing happens', () => {
    const pauses = [0, 60, 120, 180, 240, 300, 1_000].map((seconds) =>
      nextPollDelay(quiet(seconds)),
    );
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(new Set(pauses).size).toBeGreaterThan(3);
  });

  it('is fast again once something has happened', () => {
    expect(nextPollDelay(quiet(1_000, { lastChange: 1_000 * SECOND }))).toBe(
      nextPollDelay(quiet(0)),
    );
  });

  it('spares looks while nothing is expected, and is there when it is', () => {
    expect(nextPollDelay(quiet(0, { quietUntil: 60 * SECOND }))).toBeGreaterThan(
      nextPollDelay(quiet(0)),
    );
    expect(nextPollDelay(quiet(0, { quietUntil: 8 * SECOND }))).toBe(8 * SECOND);
    expect(nextPollDelay(quiet(0, { quietUntil: 60 * SECOND, due: 4 * SECOND }))).toBe(4 * SECOND);
    expect(nextPollDelay(quiet(9, { quietUntil: 8 * SECOND }))).toBe(nextPollDelay(quiet(9)));
  });

  it.each([
    ['twice in the usual time in which all has to stay healthy', 15, 7.5],
    ['at its end, where that comes sooner', 5, 5],
    ['no sooner than in three seconds', 1, 3],
    ['in three seconds where it is over: a second check is missing', 0, 3],
    ['in three seconds where it was over long ago', -600, 3],
    ['as often where all has to stay healthy for long', 600, 7.5],
  ])('reads again %s', (_, seconds, delay) => {
    const settlesAt = (600 + seconds) * SECOND;
    expect(nextPollDelay(quiet(600, { settlesAt }))).toBe(delay * SECOND);
  });

  it('is faster in the last batch, until that has taken long', () => {
    const last = { isLastBatch: true };
    expect(nextPollDelay(quiet(0, last))).toBeLessThanOrEqual(nextPollDelay(quiet(0)) / 2);
    expect(nextPollDelay(quiet(300, last))).toBe(nextPollDelay(quiet(300)));
    const pause = { ...last, quietUntil: 60 * SECOND };
    expect(nextPollDelay(quiet(0, pause))).toBe(
      nextPollDelay(quiet(0, { quietUntil: 60 * SECOND })),
    );
  });

  it('looks at what settles before all that is quiet or due', () => {
    const settlesAt = 615 * SECOND;
    const facts = { settlesAt, quietUntil: 660 * SECOND, due: 602 * SECOND };
    expect(nextPollDelay(quiet(600, facts))).toBe(7.5 * SECOND);
  });

  it('does not sleep through what is due', () => {
    expect(nextPollDelay(quiet(600, { due: 605 * SECOND }))).toBe(5 * SECOND);
  });

  it('does not hurry for what is far away or past', () => {
    const usual = nextPollDelay(quiet(600));
    expect(nextPollDelay(quiet(600, { due: 900 * SECOND }))).toBe(usual);
    expect(nextPollDelay(quiet(600, { due: 600 * SECOND }))).toBe(usual);
    expect(nextPollDelay(quiet(600, { due: 1 }))).toBe(usual);
  });

  it('keeps a distance to what is due at once', () => {
    expect(nextPollDelay(quiet(600, { due: 600 * SECOND + 1 }))).toBeGreaterThan(SECOND);
  });
});

describe('any pace', () => {
  const time = fc.integer({ min: 0, max: 10_000_000 });
  const paces = fc.record<PollState>({
    fixed: fc.option(fc.integer({ min: 0, max: 3_600_000 }), { nil: undefined }),
    now: time,
    lastChange: time,
    settlesAt: fc.option(time, { nil: undefined }),
    quietUntil: fc.option(time, { nil: undefined }),
    due: fc.option(time, { nil: undefined }),
  });

  it('is never below 0', () => {
    fc.assert(
      fc.property(paces, (pace) => {
        expect(nextPollDelay(pace)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('is between one and twenty seconds if nothing is fixed', () => {
    fc.assert(
      fc.property(paces, (pace) => {
        const slept = nextPollDelay({ ...pace, fixed: undefined });
        expect(slept).toBeGreaterThanOrEqual(SECOND);
        expect(slept).toBeLessThanOrEqual(20 * SECOND);
      }),
    );
  });
});
