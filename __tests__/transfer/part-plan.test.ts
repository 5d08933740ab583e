import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlannedPart } from '../../src/transfer/part-plan.ts';
import { planParts } from '../../src/transfer/part-plan.ts';

const MIB = 1_048_576;

/** Takes parts of the sizes that a line asks for, and splits some of the large ones. */
function planAll(bytes: number, choices: readonly { isLarge: boolean; isSplit: boolean }[]) {
  const plan = planParts(bytes, MIB);
  const [parts, abandoned]: [PlannedPart[], PlannedPart[]] = [[], []];
  for (let index = 0; ; index += 1) {
    const choice = choices[index % choices.length];
    const part = plan.take(choice?.isLarge ? 4 * MIB : MIB);
    if (!part) return { parts, abandoned };
    const isSplit = part.isLarge && choice?.isSplit === true;
    parts.push(...(isSplit ? plan.split(part) : [part]));
    if (isSplit) abandoned.push(part);
  }
}

const choices = fc.array(fc.record({ isLarge: fc.boolean(), isSplit: fc.boolean() }), {
  minLength: 1,
  maxLength: 9,
});

describe('A plan of parts', () => {
  it('covers the file, and its numbers ascend, whatever is large and whatever is split', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 * MIB }), choices, (bytes, chosen) => {
        const { parts, abandoned } = planAll(bytes, chosen);
        let end = 0;
        let last = 0;
        for (const { start, length, partNumber } of parts) {
          expect(start).toBe(end);
          expect(Number.isInteger(partNumber) && partNumber > last).toBe(true);
          [end, last] = [start + length, partNumber];
        }
        expect(end).toBe(bytes);
        // COS takes a smaller one only as the last.
        expect(parts.slice(0, -1).every(({ length }) => length >= MIB)).toBe(true);
        // What comes late of a large part must not overwrite a small one.
        const numbers = new Set(parts.map(({ partNumber }) => partNumber));
        expect(abandoned.filter(({ partNumber }) => numbers.has(partNumber))).toEqual([]);
      }),
    );
  });

  it.each([false, true])('has no number over 10,000 (large parts: %s)', (isLarge) => {
    const bytes = 20_000 * MIB + 1;
    const { parts } = planAll(bytes, [{ isLarge, isSplit: false }]);
    expect(parts.at(-1)?.partNumber).toBeLessThanOrEqual(10_000);
    expect(parts.reduce((sum, { length }) => sum + length, 0)).toBe(bytes);
  });
});
