import { describe, expect, test } from '@jest/globals';
import { hideScenario } from './opaque-part.ts';
import type { Part } from './part.ts';
import { createRandom } from './random.ts';
import { simplifyKnobs } from './simplify-knobs.ts';

interface Toy {
  readonly delay: number;
  readonly faults: readonly { readonly at: number; readonly kind: string }[];
  readonly isLoud: boolean;
}

const BASELINE: Toy = { delay: 0, faults: [], isLoud: false };

/** Breaks its property where the delay is long and one of the faults is a lost answer. */
const TOY: Part<Toy> = {
  name: 'toy',
  baseline: BASELINE,
  generate: (random) => ({
    delay: random.integer(50, 90),
    faults: ['lost', 'slow', 'lost'].map((kind) => ({ at: random.integer(1, 100), kind })),
    isLoud: true,
  }),
  run: ({ delay, faults }) => {
    const isBroken = delay > 10 && faults.some(({ kind }) => kind === 'lost');
    const violations = isBroken ? [{ property: 'quiet', text: 'it was not' }] : [];
    return Promise.resolve({ violations, log: [] });
  },
  simplify: (scenario) => simplifyKnobs(BASELINE, scenario),
};

describe('shrinking', () => {
  test('leaves the knobs that the violation needs, and makes them small', async () => {
    const { knobs, violations } = await hideScenario(TOY).shrink(createRandom(1), 'quiet', 200);
    expect(Object.keys(knobs).sort()).toEqual(['delay', 'faults']);
    expect(knobs.delay).toBeLessThan(25);
    expect(knobs.faults).toEqual([{ at: 0, kind: 'lost' }]);
    expect(violations.map(({ property }) => property)).toEqual(['quiet']);
  });

  test('what it prints can be run again', async () => {
    const part = hideScenario(TOY);
    const { knobs } = await part.shrink(createRandom(2), 'quiet', 200);
    const { violations } = await part.replay(knobs);
    expect(violations).toHaveLength(1);
  });

  test('stops when the runs are used up', async () => {
    const { runs } = await hideScenario(TOY).shrink(createRandom(3), 'quiet', 3);
    expect(runs).toBe(3);
  });
});
