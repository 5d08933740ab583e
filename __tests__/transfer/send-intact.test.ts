import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { Crc64 } from '../../src/tencent/cos/crc64.ts';
import { sendIntact } from '../../src/transfer/send-intact.ts';
import { message } from '../../src/text/message.ts';
import { IntegrityError } from '../../src/transfer/transfer-errors.ts';

const SENT = { low: 7, high: 0 };
const MD5 = createHash('md5').update('a').digest('hex');

/** Sends a slice with these checksums, one for each attempt, to a COS that returns these. */
async function send(crcs: readonly Crc64[], stored: readonly string[], etag = '"e"') {
  let attempts = 0;
  const slice = {
    computeCrc64: () => Promise.resolve(crcs[Math.min(attempts, crcs.length) - 1] ?? SENT),
    computeMd5: () => Promise.resolve(MD5),
  };
  const sent = await sendIntact(message('files.object'), slice, () => {
    attempts += 1;
    return Promise.resolve({ etag, crc64: stored[attempts - 1] ?? '', requestId: 'r' });
  }).catch((error: unknown) => error);
  return { attempts, sent };
}

describe('a slice', () => {
  it.each<[string, Crc64[], string[], number]>([
    ['stored as it was sent', [SENT], ['7'], 1],
    ['damaged on its way', [SENT], ['8', '7'], 2],
    ['damaged twice', [SENT], ['8', '9', '7'], 3],
    ['read wrongly before it was sent', [{ low: 8, high: 0 }, SENT], ['7', '7'], 2],
  ])('%s arrives', async (_, crcs, stored, attempts) => {
    expect(await send(crcs, stored)).toEqual({
      attempts,
      sent: { etag: '"e"', requestId: 'r', crc64: SENT, isCompared: true },
    });
  });

  it('damaged three times is an error', async () => {
    const { attempts, sent } = await send([SENT], ['8', '8', '8', '7']);
    expect(attempts).toBe(3);
    expect(sent).toBeInstanceOf(IntegrityError);
  });

  it.each([
    [`"${MD5}"`, true],
    [MD5.toUpperCase(), true],
    [`"${MD5}-2"`, false],
    ['', false],
  ])('without a CRC-64 is compared by an ETag that is an MD5: %s', async (etag, isCompared) => {
    expect((await send([SENT], [''], etag)).sent).toMatchObject({ isCompared });
  });
});
