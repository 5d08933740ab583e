import type { StoredObject } from '../tencent/cos/cos-client.ts';
import type { Crc64 } from '../tencent/cos/crc64.ts';
import { formatCrc64 } from '../tencent/cos/crc64.ts';
import type { Text } from '../text/message.ts';
import type { Slice } from './stable-file.ts';
import { assertSameCrc64 } from './transfer-errors.ts';

/** How often a body may be damaged on its way before that is an error. */
const MAX_DAMAGED = 3;

/** What COS stored, beside the CRC-64 of what was sent. */
export interface Sent extends Pick<StoredObject, 'etag' | 'requestId'> {
  readonly crc64: Crc64;
  /** Whether a checksum that COS returned, its CRC-64 or an ETag that is an MD5, was compared. */
  readonly isCompared: boolean;
}

/**
 * Sends a slice until COS has stored what was sent, by the CRC-64 that it returns; without one, by
 * the ETag, which is not always an MD5, so that a different one proves nothing. Rejects with an
 * IntegrityError after three damaged bodies.
 */
export async function sendIntact(
  what: Text,
  slice: Pick<Slice, 'computeCrc64' | 'computeMd5'>,
  send: () => Promise<StoredObject>,
): Promise<Sent> {
  for (let damaged = 1; ; damaged += 1) {
    const { crc64: stored, etag, requestId } = await send();
    const crc64 = await slice.computeCrc64();
    if (stored === '') {
      return { etag, requestId, crc64, isCompared: isMd5(etag, await slice.computeMd5()) };
    }
    if (stored === formatCrc64(crc64)) return { etag, requestId, crc64, isCompared: true };
    if (damaged === MAX_DAMAGED) assertSameCrc64(what, formatCrc64(crc64), stored);
  }
}

/** Whether an ETag is this MD5 (hex). COS's ETags are not always an MD5. */
export function isMd5(etag: string, md5: string): boolean {
  return etag.replaceAll('"', '').toLowerCase() === md5;
}
