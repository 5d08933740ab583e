import type { Readable } from 'node:stream';
import { AmbiguousResponseError, systemCode } from '../tencent/api-errors.ts';
import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import { IntegrityError } from './transfer-errors.ts';

/** Errors of zlib for damaged data. A truncated body is "unexpected end of file" instead. */
const DAMAGED = /^(Z_DATA_ERROR|Z_NEED_DICT|ERR__ERROR_\w+|ZSTD_\w+)$/;

/** Yields the body's chunks and converts its errors, so that they differ from those of the disk. */
export async function* readChunks(
  body: Readable,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* body as AsyncIterable<Uint8Array>;
  } catch (cause) {
    signal.throwIfAborted();
    const code = systemCode(cause);
    if (DAMAGED.test(code)) throw new IntegrityError(message('files.download-damaged', { name }));
    const text =
      code === ''
        ? message('files.download-cut', { name })
        : message('files.download-cut-by', { name, code });
    throw createCutError(text, cause);
  }
}

/** Throws if a body of a known length ended early, or had more bytes. */
export function assertWhole(name: string, bytes: number, total: number | undefined): void {
  if (total === undefined || bytes === total) return;
  throw createCutError(message('files.download-short', { name, bytes, total }));
}

/** Returns a function that tells whether `position` is further than at any call before. */
export function createProgressCheck(position: () => number): () => boolean {
  let furthest = position();
  return () => {
    const isFurther = position() > furthest;
    furthest = Math.max(furthest, position());
    return isFurther;
  };
}

export function createCutError(text: Text, cause?: unknown): AmbiguousResponseError {
  return new AmbiguousResponseError({ service: 'download', action: 'GET', message: text, cause });
}
