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

/** Values that do not change the body. Some servers put a character set there by mistake. */
const UNCHANGED = new Set(['', 'identity', 'utf-8', 'utf8', 'aws-chunked']);

/**
 * Returns the codings of a `Content-Encoding` header that change the body, in the order in which
 * they were applied.
 */
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
 * Returns the decoded body. Servers may send an encoded one without being asked. If a coding is
 * unknown, the body is returned unchanged. Fails with the error of the body or of zlib.
 */
export function decodeBody(body: Readable, codings: readonly string[]): Readable {
  if (codings.length === 0 || !areKnownCodings(codings)) return body;
  const decoders = codings.toReversed().flatMap((coding) => DECODERS[coding]?.() ?? []);
  return decoders.reduce<Readable>(
    (source, decoder) => pipeline(source, decoder, () => undefined),
    body,
  );
}
