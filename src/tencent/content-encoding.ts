import { pipeline } from 'node:stream';
import type { Readable, Transform } from 'node:stream';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  br: createBrotliDecompress,
  deflate: createInflate,
  gzip: createGunzip,
  'x-gzip': createGunzip,
  zstd: createZstdDecompress,
};

/** What stands in the header and changes no byte: a character set is put there by mistake. */
const UNCHANGED = new Set(['', 'identity', 'utf-8', 'utf8', 'aws-chunked']);

/** The codings of a `Content-Encoding` header that change the bytes, in the order of their use. */
export function readCodings(header: string): string[] {
  return header
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => !UNCHANGED.has(coding));
}

/** Whether a body with these codings can be decoded. */
export function areKnownCodings(codings: readonly string[]): boolean {
  return codings.every((coding) => Object.hasOwn(DECODERS, coding));
}

/**
 * The body as it was before it was encoded; it may come so though nobody said that it may. A body with
 * a coding that is not known stays as it is. Ends with the error of the body, or of zlib.
 */
export function decodeBody(body: Readable, codings: readonly string[]): Readable {
  if (codings.length === 0 || !areKnownCodings(codings)) return body;
  const decoders = codings.toReversed().flatMap((coding) => DECODERS[coding]?.() ?? []);
  return decoders.reduce<Readable>(
    (source, decoder) => pipeline(source, decoder, () => undefined),
    body,
  );
}
