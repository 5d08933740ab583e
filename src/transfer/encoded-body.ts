import { pipeline, Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { areKnownCodings, decodeBody } from '../tencent/content-encoding.ts';
import { EMPTY_CRC64, formatCrc64, updateCrc64 } from '../tencent/cos/crc64.ts';
import { message } from '../text/message.ts';
import { TransferError } from './transfer-errors.ts';

/** A body as it was before it was encoded, and what came over the line. */
export interface EncodedBody {
  readonly decoded: Readable;
  /** Of the encoded bytes that have come so far. */
  readonly received: () => { readonly bytes: number; readonly crc64: string };
}

/** Decodes a body, and counts what comes. Throws a TransferError for a coding that is not known. */
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
  // Whoever reads what is decoded gets the errors.
  const counted = pipeline(body, counter, () => undefined);
  return {
    decoded: decodeBody(counted, codings),
    received: () => ({ bytes, crc64: formatCrc64(crc64) }),
  };
}
