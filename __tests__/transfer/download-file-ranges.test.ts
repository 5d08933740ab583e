import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { getHttpStatus } from '../../src/tencent/cos/cos-errors.ts';
import { createContentReader } from '../../src/transfer/content-reader.ts';
import { detachBuffer } from '../../src/transfer/download-file.ts';
import { createReplaceableSource, describeContent } from '../../src/transfer/download-source.ts';
import type { Progress } from '../../src/transfer/transfer-context.ts';
import { DigestMismatchError } from '../../src/transfer/transfer-errors.ts';
import { crcOf, rejection } from './downloading.ts';
import {
  AFTER_FIRST,
  CONTENT,
  isAscending,
  MIB,
  settle,
  slowDownloading,
} from './slow-downloading.ts';
import type { SlowFault, SlowRequest, SlowSourceOptions } from './slow-source.ts';
import { sha256Of } from './slow-source.ts';

const OTHER = randomBytes(11 * MIB);

const { begin, saved, left } = slowDownloading();

describe('a download over a slow connection', () => {
  it('comes in several ranges at once, each byte once', async () => {
    const { slow, progress, run } = begin();
    expect(await run()).toMatchObject({ bytes: CONTENT.length, sha256: sha256Of(CONTENT) });
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(await left()).toEqual(['code.zip']);
    expect(isAscending(progress)).toBe(true);
    const [first, ...others] = slow.requests;
    expect(first).toMatchObject({ range: undefined, ifRange: undefined });
    expect(others.every(({ ifRange }) => ifRange === '"one"')).toBe(true);
    const ranges = others.map(({ range }) => range ?? { start: 0, end: 0 });
    const ends = ranges.map(({ end }) => end);
    expect(ranges.slice(1).map(({ start }) => start)).toEqual(ends.slice(0, -1));
    expect(ends.at(-1)).toBe(CONTENT.length);
    expect(ranges[0]?.start).toBeLessThan(4 * MIB);
    await settle();
    expect(slow.traffic).toMatchObject({ open: 0, most: 4 });
    expect(slow.traffic.sent).toBeLessThan(CONTENT.length + MIB);
  });

  it('has four connections, also once the first one has ended', async () => {
    const { cancel, slow, run } = begin({
      fault: ({ index }) => (index === 0 ? {} : { stallsAfter: 9 }),
    });
    const ended = rejection(run());
    while (slow.requests.length < 5) await delay(5);
    await settle();
    expect(slow.requests).toHaveLength(5);
    expect(slow.traffic).toMatchObject({ open: 4, most: 4 });
    cancel.abort(new Error('enough'));
    expect(await ended).toMatchObject({ message: 'enough' });
  });

  it('goes on where the first connection is cut before a range far ahead was requested', async () => {
    const content = randomBytes(44 * MIB);
    const { run } = begin({
      ...{ content, bytesPerSecond: 7 * MIB },
      fault: ({ index }) => (index === 0 ? { cutAfter: 7.5 * MIB } : {}),
    });
    await run();
    expect((await saved()).equals(content)).toBe(true);
  });

  it('ends where all ranges have come before the first connection reaches them', async () => {
    const content = randomBytes(12 * MIB);
    const { slow, run } = begin({ content, turns: ({ index }) => (index === 0 ? 20 : 0) });
    await run();
    expect((await saved()).equals(content)).toBe(true);
    expect(slow.requests.length).toBeGreaterThan(1);
    expect(slow.traffic.sent).toBeLessThan(content.length + MIB);
  });

  it('counts what it has passed on, though that may be emptied by then', async () => {
    const { cancel, slow } = begin();
    const { signal } = cancel;
    const opened = await slow.source.open({}, signal);
    const options = { ...{ signal, clock: slow.clock, source: slow.source }, deadline: Infinity };
    const read = createContentReader({ ...options, random: () => 0.5 }, true);
    // As from a network: each chunk has memory of its own.
    const body = opened.body.map((chunk: Buffer) => new Uint8Array(chunk));
    let received = 0;
    for await (const chunk of read(body, describeContent(opened), 0)) {
      received += chunk.length;
      detachBuffer(chunk);
    }
    expect(received).toBe(CONTENT.length);
    expect(slow.requests.length).toBeGreaterThan(4);
  });

  it('goes on in ranges where the first connection is cut', async () => {
    const fault = ({ index }: SlowRequest) => (index === 0 ? { cutAfter: 1.5 * MIB } : {});
    const { slow, run } = begin({ fault });
    await run();
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(slow.requests.filter(({ range }) => range === undefined)).toHaveLength(1);
    expect(slow.requests.map(({ range }) => range?.start)).toContain(1.5 * MIB);
    expect(slow.sleeps).toEqual([]);
  });

  it.each<[string, Partial<SlowSourceOptions>, SlowFault]>([
    ['fast', { bytesPerSecond: 9 * MIB }, {}],
    ['soon over', { bytesPerSecond: 7 * MIB }, {}],
    ['small', { content: CONTENT.subarray(0, 8 * MIB) }, {}],
    ['of an unknown length', {}, { headers: { 'content-length': undefined } }],
    ['identified by a date', {}, { headers: { etag: undefined, 'last-modified': 'Fri' } }],
    ['identified by a weak tag', {}, { headers: { etag: 'W/"one"', 'last-modified': 'Fri' } }],
  ])('that is %s comes in one response', async (_, given, first) => {
    const { slow, run } = begin(
      { ...given, fault: ({ index }) => (index === 0 ? first : {}) },
      {
        expectedSha256: sha256Of(given.content ?? CONTENT),
      },
    );
    await run();
    expect(slow.requests).toHaveLength(1);
  });

  it.each<[string, SlowFault]>([
    ['the whole object', { ignoresRange: true }],
    ['another range', { headers: { 'content-range': `bytes 1-2/${CONTENT.length}` } }],
    ['another object', { headers: { etag: '"two"' } }],
    ['an object of another length', { headers: { 'content-range': 'bytes 1-2/3' } }],
    ['an encoded range', { headers: { 'content-encoding': 'gzip' } }],
    ['403', { status: 403 }],
    ['412', { status: 412 }],
    ['416', { status: 416 }],
  ])('comes in one response where a range is answered with %s', async (_, fault) => {
    const { slow, run } = begin({ fault: ({ index }) => (index === 0 ? {} : fault) });
    await run();
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(slow.requests).toHaveLength(2);
    await settle();
    expect(slow.traffic.open).toBe(0);
  });

  it('comes in one response where nothing answers the ranges', async () => {
    const { slow, run } = begin({ fault: ({ index }) => ({ hangs: index > 0 }) });
    await run();
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(slow.requests).toHaveLength(4);
    expect(slow.traffic.sent).toBe(CONTENT.length);
  });

  it('takes no more from a server that answers more than was asked for', async () => {
    const { slow, run } = begin({ fault: ({ index }) => (index === 0 ? {} : { more: 99 * MIB }) });
    await run();
    expect((await saved()).equals(CONTENT)).toBe(true);
    const again = slow.traffic.sent - CONTENT.length;
    expect(again).toBeLessThan(slow.requests.length * 4 * 64 * 1024);
  });

  it('is tried once more in one response if it has the wrong SHA-256', async () => {
    const { slow, run } = begin({}, { expectedSha256: 'f'.repeat(64) });
    expect(await rejection(run())).toBeInstanceOf(DigestMismatchError);
    const plain = slow.requests.filter(({ range }) => range === undefined);
    expect(plain.map(({ index }) => index)).toEqual([0, slow.requests.length - 1]);
    expect(await left()).toEqual([]);
  });

  it('compares the CRC-64 of the whole object', async () => {
    const headers = (crc64: string) => () => ({ headers: { 'x-cos-hash-crc64ecma': crc64 } });
    const right = begin({ fault: headers(crcOf(CONTENT)) });
    expect(await right.run()).toMatchObject({ isVerified: true });
    const wrong = begin({ fault: headers('1') });
    expect(await rejection(wrong.run())).toMatchObject({ code: 'integrity' });
  });
});

describe('a failure of one range', () => {
  it('that is final ends all other connections, and one of them decides', async () => {
    // Two of the others would never end by themselves.
    const faults: SlowFault[] = [{ hangs: true }, { stallsAfter: 9 }];
    const { slow, run, isLater } = begin({
      fault: async (request) =>
        (await isLater(request)) ? (faults.shift() ?? { status: 404 }) : {},
    });
    expect(await rejection(run())).toMatchObject({ status: 404 });
    const { length } = slow.requests;
    expect(slow.requests.at(-1)?.range?.end).toBe(CONTENT.length);
    await settle();
    expect(slow.traffic.open).toBe(0);
    expect(slow.requests).toHaveLength(length);
    expect(await left()).toEqual([]);
  });

  it.each<[string, SlowFault]>([
    ['403', { status: 403 }],
    ['the whole object', { ignoresRange: true }],
    ['no tag', { headers: { etag: undefined } }],
  ])('that is answered once with %s loses nothing that was received', async (_, answer) => {
    const faults: SlowFault[] = [answer];
    const { slow, progress, run, isLater } = begin({
      fault: async (request) => ((await isLater(request)) ? (faults.shift() ?? {}) : {}),
    });
    await run();
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(isAscending(progress)).toBe(true);
    expect(slow.requests.filter(({ range }) => range === undefined)).toHaveLength(1);
    await settle();
    expect(slow.traffic.open).toBe(0);
  });

  it('that brings something each time is tried again soon, however often', async () => {
    const fault = ({ index }: SlowRequest) => (index === 0 ? {} : { cutAfter: 128 * 1024 });
    const { slow, run } = begin({ content: CONTENT.subarray(0, 12 * MIB), fault });
    await run();
    expect(slow.sleeps.length).toBeGreaterThan(60);
    expect(new Set(slow.sleeps)).toEqual(new Set([550]));
  });

  it('that lasts leaves the rest to one connection', async () => {
    const broken = ({ index, range }: SlowRequest): SlowFault =>
      index > 0 && range && range.end < CONTENT.length && range.start > 9 * MIB
        ? { cutAfter: 0 }
        : {};
    const { slow, progress, run } = begin({ fault: broken });
    await run();
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(slow.requests.at(-1)?.range?.end).toBe(CONTENT.length);
    expect(isAscending(progress)).toBe(true);
    await settle();
    expect(slow.traffic.open).toBe(0);
  });

  it('with 403 asks for one new URL, not for one each', async () => {
    const old = begin({ fault: ({ index }) => (index > 3 ? { status: 403 } : {}) });
    const next = begin();
    let asked = 0;
    const source = createReplaceableSource(old.slow.source, (error) =>
      getHttpStatus(error) === 403
        ? async () => {
            asked += 1;
            await delay(5);
            return next.slow.source;
          }
        : undefined,
    );
    const { run } = begin({}, { source, clock: old.slow.clock });
    await run();
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(asked).toBe(1);
    expect(next.slow.requests.length).toBeGreaterThan(3);
  });

  it.each<[string, SlowFault]>([
    ['200', {}],
    ['another tag', { headers: { etag: '"two"' } }],
    ['another length', { headers: { 'content-range': 'bytes 0-9/10' } }],
    ['412', { status: 412 }],
    ['416', { status: 416 }],
  ])('because the object has changed (%s) begins again with one response', async (_, answer) => {
    const { slow, run, isLater } = begin({
      fault: async (request) => {
        if (!(await isLater(request))) return {};
        [slow.content, slow.etag] = [OTHER, '"two"'];
        return request.range ? answer : {};
      },
    });
    await run();
    expect((await saved()).equals(OTHER)).toBe(true);
    // What is asked for last is the rest of the content that is no longer there, or all of it.
    expect([undefined, OTHER.length]).toContain(slow.requests.at(-1)?.range?.end);
    await settle();
    expect(slow.traffic.open).toBe(0);
  });
});

describe('a failure of the receiver, such as a full disk', () => {
  it.each([2 * MIB, AFTER_FIRST])('after %d bytes ends all connections', async (after) => {
    const failure = new Error('full');
    const onProgress = ({ bytes }: Progress) => {
      if (bytes > after) throw failure;
    };
    const fault = ({ index }: SlowRequest) => (index < 2 ? {} : { stallsAfter: 9 });
    const { slow, run } = begin({ fault }, { onProgress });
    expect(await rejection(run())).toBe(failure);
    const { length } = slow.requests;
    await settle();
    expect(length).toBeGreaterThan(1);
    expect(slow.requests).toHaveLength(length);
    expect(slow.traffic.open).toBe(0);
    expect(await left()).toEqual([]);
  });
});
