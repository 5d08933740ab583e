import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import type { Segment } from '../../src/transfer/range-window.ts';
import { createRangeWindow, SEGMENT_BYTES, WINDOW_BYTES } from '../../src/transfer/range-window.ts';
import { createRandom } from '../explore/random.ts';

const MIB = 1024 * 1024;
const CONTENT = randomBytes(30 * MIB);

describe('a window of ranges', () => {
  it('returns the bytes in their order, whichever comes first, and holds few of them', () => {
    const any = fc.record({
      seed: fc.integer({ min: 1, max: 2 ** 31 }),
      start: fc.integer({ min: 0, max: 20 * MIB }),
      before: fc.integer({ min: 0, max: 5 * MIB }),
      length: fc.integer({ min: 1, max: 10 * MIB }),
    });
    fc.assert(
      fc.property(any, ({ seed, start, before, length }) => {
        const random = createRandom(seed);
        const [from, total] = [Math.max(0, start - before), start + length];
        const window = createRangeWindow(start, total);
        window.begin(from);
        const open: Segment[] = [];
        const returned: Uint8Array[] = [];
        let [position, received, mostHeld] = [from, 0, 0];
        while (!window.isAllReturned()) {
          const taken = random.chance(0.3) ? window.take() : undefined;
          if (taken) open.push(taken);
          const segment = open[random.integer(0, Math.max(0, open.length - 1))];
          if (segment) {
            const at = segment.position();
            segment.add(CONTENT.subarray(at, at + random.integer(0, MIB)));
            received += segment.position() - at;
            if (segment.position() === segment.end) open.splice(open.indexOf(segment), 1);
          }
          const chunk = random.chance(0.5) ? window.next() : undefined;
          if (chunk) returned.push(chunk);
          position += chunk?.length ?? 0;
          mostHeld = Math.max(mostHeld, from + received - position);
        }
        expect(Buffer.concat(returned).equals(CONTENT.subarray(from, total))).toBe(true);
        expect(mostHeld).toBeLessThanOrEqual(WINDOW_BYTES + SEGMENT_BYTES);
        expect(window.isAllTaken()).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('takes no more than it may hold until something is returned', () => {
    const window = createRangeWindow(0, 1024 * MIB);
    const takeAll = () => {
      let bytes = 0;
      for (let each = window.take(); each; each = window.take())
        bytes += each.end - each.position();
      return bytes;
    };
    expect(takeAll()).toBe(WINDOW_BYTES);
    window.skipTo(3 * MIB);
    expect(takeAll()).toBe(2 * SEGMENT_BYTES);
  });

  it('requests nothing before the first segment if nothing is missing there', () => {
    const window = createRangeWindow(MIB, 8 * MIB);
    window.begin(MIB);
    const first = window.take();
    expect(first?.position()).toBe(MIB);
    expect(first?.end).toBeGreaterThan(MIB);
  });

  it('takes smaller segments at the end, so that no connection is left alone', () => {
    const window = createRangeWindow(0, 8 * MIB);
    const lengths: number[] = [];
    for (let each = window.take(); each; each = window.take()) {
      lengths.push(each.end - each.position());
    }
    expect(lengths[0]).toBe(MIB);
    expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
    expect(lengths.at(-1)).toBeLessThanOrEqual(MIB / 2);
  });
});
