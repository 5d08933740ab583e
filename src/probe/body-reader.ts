import { PassThrough } from 'node:stream';
import { decodeBody, readCodings } from '../tencent/content-encoding.ts';
import { createTextSearch } from './text-search.ts';

/** How much of a decoded body is read. */
export const MAX_BODY_BYTES = 64 * 1024;
/**
 * How much of an encoded body is read: no coding makes a text much longer, but a body can be built
 * so that nothing comes out of it.
 */
const MAX_ENCODED_BYTES = 2 * MAX_BODY_BYTES;
/** Each coding needs a decoder, and a header has room for thousands. */
const MAX_CODINGS = 3;

/** Reads the beginning of a body. */
export interface BodyReader {
  readonly add: (bytes: Buffer) => void;
  /** The body has ended. */
  readonly end: () => void;
  /** Drops everything; `onEnd` is not called. */
  readonly destroy: () => void;
}

export interface BodyReaderOptions {
  /** The `Content-Encoding` header. */
  readonly encoding: string;
  /** The text to find. */
  readonly text: string | undefined;
  /**
   * Called once: when the body has ended, when enough of it is read, or if it cannot be decoded
   * (`undefined`).
   */
  readonly onEnd: (hasText: boolean | undefined) => void;
}

export function createBodyReader({ encoding, text, onEnd }: BodyReaderOptions): BodyReader {
  const search = createTextSearch(text);
  let length = 0;
  let isOver = false;
  const finish = (hasText: boolean | undefined) => {
    if (isOver) return;
    isOver = true;
    onEnd(hasText);
  };
  const plain: BodyReader = {
    add: (bytes) => {
      if (isOver) return;
      search.add(bytes.subarray(0, MAX_BODY_BYTES - length));
      length += bytes.length;
      if (length >= MAX_BODY_BYTES) finish(search.isFound());
    },
    end: () => {
      finish(search.isFound());
    },
    destroy: () => {
      isOver = true;
    },
  };
  const codings = readCodings(encoding);
  if (codings.length === 0 || codings.length > MAX_CODINGS) return plain;
  return decodeFor(plain, codings, () => {
    finish(undefined);
  });
}

/** Returns a reader that decodes the body for another one. */
function decodeFor(
  plain: BodyReader,
  codings: readonly string[],
  onMalformed: () => void,
): BodyReader {
  const encoded = new PassThrough({ highWaterMark: MAX_ENCODED_BYTES });
  const decoded = decodeBody(encoded, codings);
  let length = 0;
  let isCut = false;
  const destroy = () => {
    plain.destroy();
    encoded.destroy();
    decoded.destroy();
  };
  decoded.on('data', plain.add);
  decoded.on('end', plain.end);
  decoded.on('error', () => {
    // Decoders complain about an end that was not the body's own.
    if (isCut) plain.end();
    else onMalformed();
  });
  return {
    destroy,
    add: (bytes) => {
      if (isCut || encoded.destroyed) return;
      length += bytes.length;
      encoded.write(bytes);
      if (length < MAX_ENCODED_BYTES) return;
      isCut = true;
      encoded.end();
    },
    end: () => {
      // Servers also name the coding of a body that they leave out: of a redirect, for example.
      if (length === 0) plain.end();
      else encoded.end();
    },
  };
}
