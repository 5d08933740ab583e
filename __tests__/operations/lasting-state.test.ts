import { describe, expect, it } from '@jest/globals';
import { createLastingCheck } from '../../src/operations/lasting-state.ts';

/** What the check says of each read: at this second, this was seen. */
function check(...reads: readonly (readonly [second: number, seen: string | undefined])[]) {
  let now = 0;
  const hasLasted = createLastingCheck({ now: () => now });
  return reads.map(([second, seen]) => {
    now = second * 1000;
    return hasLasted(seen);
  });
}

describe('a state that lasts', () => {
  it('has been seen for half a minute', () => {
    expect(check([0, 'a'], [29, 'a'], [30, 'a'], [31, 'a'])).toEqual([false, false, true, true]);
  });

  it('has been seen at least three times, however far apart the reads are', () => {
    expect(check([100, 'a'], [200, 'a'], [300, 'a'])).toEqual([false, false, true]);
  });

  it.each([undefined, 'b'])('begins anew after a read that shows %s', (other) => {
    const reads = check([0, 'a'], [20, other], [40, 'a'], [69, 'a'], [70, 'a']);
    expect(reads).toEqual([false, false, false, false, true]);
  });

  it('is never nothing', () => {
    expect(check([0, undefined], [100, undefined])).toEqual([false, false]);
  });
});
