import type { Text } from '../text/message.ts';
import { assertSameCrc64 } from './transfer-errors.ts';

/** How often a body may be damaged on its way before that is an error. */
const MAX_DAMAGED = 3;

/**
 * Sends until COS has stored what was read, by the CRC-64 (decimal) that it returns; the result of
 * one that returns none is accepted. Rejects with an IntegrityError after three damaged bodies.
 */
export async function sendIntact<Stored extends { readonly crc64: string }>(
  what: Text,
  crc64: string,
  send: () => Promise<Stored>,
): Promise<Stored> {
  for (let damaged = 1; ; damaged += 1) {
    const stored = await send();
    if (stored.crc64 === '' || stored.crc64 === crc64) return stored;
    if (damaged === MAX_DAMAGED) assertSameCrc64(what, crc64, stored.crc64);
  }
}
