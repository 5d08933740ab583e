import { describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { appendFile, utimes, writeFile } from 'node:fs/promises';
import type { Slice } from '../../src/transfer/stable-file.ts';
import { openStableFile } from '../../src/transfer/stable-file.ts';
import { createProgress } from '../../src/transfer/transfer-context.ts';
import { FileChangedError } from '../../src/transfer/transfer-errors.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MIB = 1024 * 1024;
const CONTENT = randomBytes(5 * MIB);
const folder = temporaryFolder();

async function openContent() {
  await writeFile(folder('app.jar'), CONTENT);
  const file = await openStableFile(folder('app.jar'));
  const shown: number[] = [];
  const progress = createProgress(file.bytes, ({ bytes }) => shown.push(bytes));
  return { file, read: file.reader(), part: progress.startPart(), shown };
}

const iterate = ({ body }: Slice) => body.open()[Symbol.asyncIterator]();

describe('a range of a file', () => {
  it('is not changed by an attempt that was given up and still reads', async () => {
    const { file, read, part } = await openContent();
    const late = iterate(read({ start: MIB, length: 4 * MIB }, part));
    await late.next();
    const current = iterate(read({ start: 0, length: MIB }, part));
    const { value: chunk } = (await current.next()) as { value: Uint8Array };
    // The late attempt goes once around its buffer.
    for (let count = 0; count < 12; count += 1) await late.next();
    expect(CONTENT.subarray(0, chunk.length).equals(chunk)).toBe(true);
    await late.return?.();
    await current.return?.();
    await file.close();
  });

  it('has the checksums of what was sent, or of what is there', async () => {
    const { file, read, part } = await openContent();
    const slice = read({ start: MIB, length: 2 * MIB }, part);
    const unsent = await slice.computeCrc64();
    const sent = [];
    for await (const chunk of slice.body.open()) sent.push(Buffer.from(chunk));
    const expected = CONTENT.subarray(MIB, 3 * MIB);
    expect(Buffer.concat(sent).equals(expected)).toBe(true);
    expect(await slice.computeCrc64()).toEqual(unsent);
    expect(await slice.computeMd5()).toBe(createHash('md5').update(expected).digest('hex'));
    await file.close();
  });

  it('has the checksum of what was sent, though the file has changed since', async () => {
    const { file, read, part } = await openContent();
    const slice = read({ start: 0, length: MIB }, part);
    const before = await slice.computeCrc64();
    for await (const chunk of slice.body.open()) expect(chunk.length).toBeGreaterThan(0);
    await writeFile(folder('app.jar'), Buffer.alloc(5 * MIB));
    expect(await slice.computeCrc64()).toEqual(before);
    const { value } = (await iterate(slice).next()) as { value: Uint8Array };
    expect(value.every((byte) => byte === 0)).toBe(true);
    // That attempt has not sent it all, so what is there now counts.
    expect(await slice.computeCrc64()).not.toEqual(before);
    await file.close();
  });

  it('counts once, though it is sent again', async () => {
    const { file, read, part, shown } = await openContent();
    const slice = read({ start: 0, length: MIB }, part);
    const first = iterate(slice);
    for (let count = 0; count < 3; count += 1) await first.next();
    await first.return?.();
    expect(Math.max(...shown)).toBeGreaterThan(0);
    for await (const chunk of slice.body.open()) expect(chunk.length).toBeGreaterThan(0);
    expect(Math.max(...shown)).toBe(MIB);
    expect(shown.at(-1)).toBe(MIB);
    await file.close();
  });
});

describe('a file that must not change', () => {
  const [time, later] = [new Date('2026-11-29T12:00:00Z'), new Date('2026-11-29T12:00:01Z')];

  it.each([
    ['is the same', '', time, false],
    ['has another size', 'x', time, true],
    ['has another time', '', later, true],
  ])('%s', async (_, more, changedAt, isChanged) => {
    await writeFile(folder('app.jar'), 'content');
    await utimes(folder('app.jar'), time, time);
    const file = await openStableFile(folder('app.jar'));
    await appendFile(folder('app.jar'), more);
    await utimes(folder('app.jar'), time, changedAt);
    const found = await file.assertUnchanged().catch((error: unknown) => error);
    expect(found instanceof FileChangedError).toBe(isChanged);
    await file.close();
  });
});
