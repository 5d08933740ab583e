import { describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Slice } from '../../src/transfer/stable-file.ts';
import { openStableFile } from '../../src/transfer/stable-file.ts';
import { createProgress } from '../../src/transfer/transfer-context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MIB = 1024 * 1024;
const CONTENT = randomBytes(5 * MIB);
const folder = temporaryFolder();

async function openContent() {
  await writeFile(folder('app.jar'), CONTENT);
  const file = await openStableFile(folder('app.jar'));
  const progress = createProgress(file.bytes, () => undefined);
  return { file, read: file.reader(), part: progress.startPart() };
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
});
