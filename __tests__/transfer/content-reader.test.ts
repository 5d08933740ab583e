import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { createContentReader } from '../../src/transfer/content-reader.ts';
import type { Content, Source } from '../../src/transfer/download-source.ts';

const MIB = 1024 * 1024;

interface Way {
  /** What arrives in each second, in MiB. */
  readonly perSecond: number;
  readonly total?: number;
  readonly content?: Partial<Content>;
  readonly mayUseRanges?: boolean;
  /** How long whoever gets a chunk keeps the reader waiting. */
  readonly writeMs?: number;
}

/** Reads a content whose server answers no range; returns where the first requested one begins. */
async function findFirstRange(way: Way): Promise<number | undefined> {
  const { perSecond, total = 64 * MIB, content, mayUseRanges = true, writeMs = 0 } = way;
  let now = 0;
  const asked: string[] = [];
  const source: Source = {
    name: 'https://h/x',
    open: ({ range = '' }, signal) => {
      asked.push(range);
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    },
  };
  const { signal } = new AbortController();
  const clock = { now: () => now, sleep: () => Promise.resolve(), timeout: () => signal };
  const options = { clock, signal, source, random: () => 0.5, deadline: Infinity };
  const second = Buffer.alloc(perSecond * MIB);
  const send = async function* () {
    for (let sent = 0; sent < total; sent += second.length) {
      now += 1_000;
      yield await Promise.resolve(second.subarray(0, total - sent));
    }
  };
  const described = {
    ...{ validator: '"a"', total, crc64: '', codings: [], tellsItsEnd: true },
    ...content,
  };
  const read = createContentReader(options, mayUseRanges);
  let bytes = 0;
  // A stream would read ahead, which takes time of the clock.
  const body = Object.assign(new Readable(), { [Symbol.asyncIterator]: send });
  for await (const chunk of read(body, described, 0)) {
    bytes += chunk.length;
    now += writeMs;
  }
  expect(bytes).toBe(total);
  const [first] = asked;
  return first === undefined ? undefined : Number(/^bytes=(\d+)-/.exec(first)?.[1]);
}

describe('the first range of a slow download', () => {
  // The first connection goes on for two seconds, or for the 2 MiB of a range.
  it.each([
    [0.5, 0.5 + 2],
    [1, 1 + 2],
    [2, 2 + 4],
    [7, 7 + 14],
  ])('at %d MiB/s begins at %d MiB', async (perSecond, start) => {
    expect(await findFirstRange({ perSecond })).toBe(start * MIB);
  });

  it.each<[string, Way, number]>([
    ['8 MiB', { perSecond: 0.5, total: 8.5 * MIB + 1 }, 2.5],
    ['4 seconds', { perSecond: 4, total: 20 * MIB + 1 }, 12],
  ])('is requested if more than %s are left', async (_, way, start) => {
    expect(await findFirstRange(way)).toBe(start * MIB);
  });

  it.each<[string, Way]>([
    ['no more than 8 MiB are left', { perSecond: 0.5, total: 8.5 * MIB }],
    ['no more than 4 seconds are left', { perSecond: 4, total: 20 * MIB }],
    ['the connection is fast', { perSecond: 8 }],
    ['the connection is fast, and writing is slow', { perSecond: 8, writeMs: 9_000 }],
    [
      'a date is all that identifies the content',
      { perSecond: 1, content: { validator: 'today' } },
    ],
    ['nothing identifies the content', { perSecond: 1, content: { validator: '' } }],
    ['the length is not known', { perSecond: 1, content: { total: undefined } }],
    ['it is not allowed', { perSecond: 1, mayUseRanges: false }],
  ])('is not requested if %s', async (_, way) => {
    expect(await findFirstRange(way)).toBeUndefined();
  });
});
