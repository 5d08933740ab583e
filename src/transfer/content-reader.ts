import type { Readable } from 'node:stream';
import { ApiError } from '../tencent/api-errors.ts';
import { createCutError, readChunks } from './download-body.ts';
import { createPace } from './download-pace.ts';
import type { Ranges, RangesOptions } from './download-ranges.ts';
import { openRanges } from './download-ranges.ts';
import type { Content, SizedContent } from './download-source.ts';
import { SEGMENT_BYTES } from './range-window.ts';

/** Yields the rest of a content without codings: `body` is the response, `from` the first byte. */
export type ContentReader = (
  body: Readable,
  content: Content,
  from: number,
) => AsyncGenerator<Uint8Array, void, undefined>;

/** More connections are worth it only for so many bytes, and so much time. */
const LEAST_BYTES = 8 * 1024 * 1024;
const LEAST_SECONDS = 4;
/** The way does not slow down a connection that is faster. */
const FAST_BYTES_PER_SECOND = 8 * 1024 * 1024;
/** How long the first connection goes on, which is the time for the answer to the first range. */
const AHEAD_SECONDS = 2;
const MAX_ATTEMPTS = 3;

/**
 * Creates the reader of a download. It reads one response, and the rest in several ranges at once if
 * the connection turns out to be slow: on a long way, each lost packet stalls its connection. The
 * first connection goes on until the first range, or to the end if the server has no ranges. If it
 * is cut before, the ranges go on there.
 */
export function createContentReader(options: RangesOptions, mayUseRanges: boolean): ContentReader {
  const { clock, signal, source } = options;
  const pace = createPace(clock);
  let attempts = mayUseRanges ? MAX_ATTEMPTS : 0;

  const openAhead = (content: Content, position: number): Ranges | undefined => {
    if (attempts === 0 || !isDivisible(content)) return undefined;
    const speed = pace.bytesPerSecond();
    if (!isWorthIt(speed, content.total - position)) return undefined;
    attempts -= 1;
    const ahead = Math.max(SEGMENT_BYTES, Math.ceil(AHEAD_SECONDS * speed));
    return openRanges(options, content, position + ahead);
  };

  return async function* (body, content, from) {
    let position = from;
    let ranges: Ranges | undefined;
    const readFirst = async function* () {
      pace.begin();
      for await (const chunk of readChunks(body, source.name, signal)) {
        const wanted = ranges?.isOpen() ? chunk.subarray(0, ranges.start - position) : chunk;
        // Whoever gets the chunk may empty it, and the time that takes is not the network's.
        const { length } = wanted;
        pace.add(length);
        yield wanted;
        pace.begin();
        position += length;
        ranges?.skipTo(position);
        if (ranges?.isOpen() && position === ranges.start) return;
        if (ranges?.isOver()) attempts = 0;
        // The answer came too late, or not at all.
        else if (ranges && position >= ranges.start) void ranges.close();
        if (!ranges || ranges.isOver()) ranges = openAhead(content, position);
      }
    };
    try {
      try {
        yield* readFirst();
      } catch (error) {
        if (!ranges?.isOpen()) throw error;
      }
      if (!ranges?.isOpen()) return;
      attempts = 0;
      yield* readOrCut(ranges, position, signal);
    } finally {
      await ranges?.close();
    }
  };
}

/** A failure counts as a cut: a server may refuse ranges alone, so that one connection goes on. */
async function* readOrCut(ranges: Ranges, position: number, signal: AbortSignal) {
  try {
    yield* ranges.readFrom(position);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ApiError)) throw error;
    throw createCutError(error.text, error);
  }
}

function isDivisible(content: Content): content is SizedContent {
  const { total, validator } = content;
  // A date stands for all that was stored within its second.
  return total !== undefined && validator.startsWith('"');
}

function isWorthIt(bytesPerSecond: number, left: number): boolean {
  if (bytesPerSecond >= FAST_BYTES_PER_SECOND) return false;
  return left > LEAST_BYTES && left > LEAST_SECONDS * bytesPerSecond;
}
