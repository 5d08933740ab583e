import type { Readable } from 'node:stream';
import { Duplex, pipeline } from 'node:stream';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

const DECODERS: Readonly<Record<string, () => Duplex>> = {
  br: createBrotliDecompress,
  deflate: createTolerantInflate,
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

/** Low half of the first byte of zlib's header. */
const ZLIB = 8;

/** Decodes `deflate` with the header of zlib or without: some servers leave it out. */
function createTolerantInflate(): Duplex {
  return Duplex.from(async function* (source: AsyncIterable<Uint8Array>) {
    const chunks = source[Symbol.asyncIterator]();
    const head = await chunks.next();
    if (head.done === true) return;
    const first = head.value;
    const all = async function* () {
      yield first;
      yield* { [Symbol.asyncIterator]: () => chunks };
    };
    const hasHeader = ((first[0] ?? 0) & 0x0f) === ZLIB;
    const inflate = hasHeader ? createInflate() : createInflateRaw();
    yield* pipeline(all(), inflate, () => undefined) as AsyncIterable<Uint8Array>;
  });
}
