import type { Readable } from 'node:stream';
import { Duplex, pipeline } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

/** RFC 9659: zstd in HTTP needs a window of at most 8 MiB. A frame could ask for 128 MiB or more. */
const ZSTD_WINDOW_LOG = 23;

const DECODERS: Readonly<Record<string, () => Duplex>> = {
  br: createBrotliDecompress,
  deflate: createTolerantInflate,
  gzip: createGunzip,
  'x-gzip': createGunzip,
  zstd: () =>
    createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG } }),
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
