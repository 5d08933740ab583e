import { pipeline, Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { areKnownCodings, decodeBody } from '../tencent/content-encoding.ts';
import { EMPTY_CRC64, formatCrc64, updateCrc64 } from '../tencent/cos/crc64.ts';
import { message } from '../text/message.ts';
import { TransferError } from './transfer-errors.ts';

/** A decoded body, and the count of encoded bytes. */
export interface EncodedBody {
  readonly decoded: Readable;
  /** Length and CRC-64 of the encoded bytes received so far. */
  readonly received: () => { readonly bytes: number; readonly crc64: string };
}

/**
 * Decodes a body and counts the encoded bytes. Throws a TransferError for an unknown coding.
 * Unknown (dlc-file-kind): whether DLC stores encoded results.
 */
export function openEncodedBody(body: Readable, codings: readonly string[]): EncodedBody {
  if (!areKnownCodings(codings)) {
    const text = message('files.encoding-unknown', { codings: codings.join(', ') });
    throw new TransferError('encoding-unknown', text);
  }
  let bytes = 0;
  let crc64 = EMPTY_CRC64;
  const counter = new Transform({
    transform: (chunk: Uint8Array, _, done) => {
      bytes += chunk.length;
      crc64 = updateCrc64(crc64, chunk);
      done(null, chunk);
    },
  });
  // The reader of the decoded stream receives the errors.
  const counted = pipeline(body, counter, () => undefined);
  return {
    decoded: decodeBody(counted, codings),
    received: () => ({ bytes, crc64: formatCrc64(crc64) }),
  };
}
