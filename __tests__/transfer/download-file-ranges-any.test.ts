import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setTimeout as delay } from 'node:timers/promises';
import { createRandom } from '../explore/random.ts';
import { rejection } from './downloading.ts';
import { CONTENT, isAscending, MIB, settle, slowDownloading } from './slow-downloading.ts';
import type { SlowFault } from './slow-source.ts';
import { sha256Of } from './slow-source.ts';

const { begin, saved, left } = slowDownloading();

describe('whatever the connections do', () => {
  const luck = fc.integer({ min: 1, max: 2 ** 31 });

  it('the file is right, each byte is reported once, and little is sent twice', async () => {
    await fc.assert(
      fc.asyncProperty(luck, fc.integer({ min: 0, max: 4 * MIB }), async (seed, cutBytes) => {
        const random = createRandom(seed);
        const badly = (): SlowFault =>
          random.pick<SlowFault>([
            {},
            { cutAfter: random.integer(0, cutBytes) },
            { endsAfter: random.integer(0, cutBytes) },
            { more: random.integer(1, MIB) },
          ]);
        const content = CONTENT.subarray(0, random.integer(9 * MIB, CONTENT.length));
        const turns = () => random.integer(0, 3);
        const { slow, progress, run } = begin({ content, fault: badly, turns });
        const done = await run();
        expect(done).toMatchObject({ bytes: content.length, sha256: sha256Of(content) });
        expect((await saved()).equals(content)).toBe(true);
        expect(isAscending(progress)).toBe(true);
        await settle();
        expect(slow.traffic.open).toBe(0);
        // What was on its way when a connection ended.
        const mostAgain = slow.requests.length * 3 * 64 * 1024;
        expect(slow.traffic.sent - content.length).toBeLessThan(mostAgain);
      }),
      { numRuns: 10 },
    );
  });

  it('a cancel ends all of them at once and leaves nothing', async () => {
    const at = fc.integer({ min: 1, max: CONTENT.length });
    await fc.assert(
      fc.asyncProperty(luck, at, async (seed, bytes) => {
        const random = createRandom(seed);
        const reason = new Error('cancelled');
        const { cancel, slow, run } = begin(
          {
            turns: () => random.integer(0, 3),
            fault: () => random.pick<SlowFault>([{}, {}, {}, { stallsAfter: 0 }, { hangs: true }]),
          },
          {
            onProgress: (progress) => {
              if (progress.bytes >= bytes) cancel.abort(reason);
            },
          },
        );
        // Some of them wait for an answer that never comes.
        void delay(200).then(() => {
          cancel.abort(reason);
        });
        expect(await rejection(run())).toBe(reason);
        const { length } = slow.requests;
        await settle();
        expect(slow.traffic.open).toBe(0);
        expect(slow.requests).toHaveLength(length);
        expect(await left()).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});
