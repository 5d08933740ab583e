import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCloudTime } from '../../src/rollout/snapshot.ts';

describe('a time of the API', () => {
  const moment = Date.UTC(2024, 11, 20, 9, 0, 17);
  it.each([
    ['2024-12-20 17:00:17', moment],
    ['2024-12-20T17:00:17', moment],
    ['2024-12-20T09:00:17Z', moment],
    ['2024-12-20T17:00:17+08:00', moment],
    ['2024-12-20T09:00:17.250Z', moment + 250],
    ['', undefined],
    ['-', undefined],
    ['soon', undefined],
    ['2024-13-20 17:00:17', undefined],
    ['2024-12-20 25:00:17', undefined],
  ])('%j', (text, expected) => {
    expect(parseCloudTime(text)).toBe(expected);
  });

  it('is in UTC+8 without a zone, whatever the zone of the runner', () => {
    const seconds = fc.integer({ min: 0, max: 4_102_444_800 });
    fc.assert(
      fc.property(seconds, (since) => {
        const local = new Date((since + 8 * 3600) * 1000).toISOString().slice(0, 19);
        expect(parseCloudTime(local.replace('T', ' '))).toBe(since * 1000);
      }),
    );
  });

  it('is a number or nothing, whatever is said', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseCloudTime(text)).not.toBeNaN();
      }),
    );
  });
});
