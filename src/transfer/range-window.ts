/** A stretch of the content that one request brings: [start, end). */
export interface Segment {
  /** Returns the next missing byte. */
  readonly position: () => number;
  readonly end: number;
  /** Adds the next bytes. What is beyond the end is ignored. */
  readonly add: (chunk: Uint8Array) => void;
}

/**
 * Divides the rest of a content among several connections, and returns the bytes in their order. It
 * holds at most WINDOW_BYTES and one segment in memory.
 */
export interface RangeWindow {
  /** The bytes up to `position` came by another way. */
  readonly skipTo: (position: number) => void;
  /** Returns a segment to receive; `undefined` if there is none, or as long as too much is held. */
  readonly take: () => Segment | undefined;
  readonly isAllTaken: () => boolean;
  /** From here on, the bytes from `position` are returned. Those before the first segment are missing. */
  readonly begin: (position: number) => void;
  /** Returns the next bytes in the order of the content; `undefined` while they are missing. */
  readonly next: () => Uint8Array | undefined;
  readonly isAllReturned: () => boolean;
}

export const WINDOW_BYTES = 16 * 1024 * 1024;
/** Each request costs a round trip, which the other connections use. */
export const SEGMENT_BYTES = 2 * 1024 * 1024;
/** At the end the segments get smaller, so that no connection is left alone with a large one. */
const LEAST_SEGMENT_BYTES = 512 * 1024;
const SHARES_OF_REST = 8;

interface HeldSegment extends Segment {
  readonly chunks: Uint8Array[];
}

/** `start` is the first byte of the first segment. */
export function createRangeWindow(start: number, total: number): RangeWindow {
  const untaken = [{ start, end: total }];
  const held = new Map<number, HeldSegment>();
  let returned = start;
  let current = start;
  return {
    skipTo: (position) => {
      returned = position;
    },
    take: () => {
      const [rest] = untaken;
      if (!rest || rest.start >= returned + WINDOW_BYTES) return undefined;
      const length = Math.ceil((total - rest.start) / SHARES_OF_REST);
      const limited = Math.min(SEGMENT_BYTES, Math.max(LEAST_SEGMENT_BYTES, length));
      const end = Math.min(rest.end, rest.start + limited);
      const segment = createSegment(rest.start, end);
      held.set(rest.start, segment);
      rest.start = end;
      if (end === rest.end) untaken.shift();
      return segment;
    },
    isAllTaken: () => untaken.length === 0,
    begin: (position) => {
      [returned, current] = [position, position];
      if (position < start) untaken.unshift({ start: position, end: start });
    },
    next: () => {
      const segment = held.get(current);
      const chunk = segment?.chunks.shift();
      if (!segment || !chunk) return undefined;
      returned += chunk.length;
      if (returned === segment.end) {
        held.delete(current);
        current = returned;
      }
      return chunk;
    },
    isAllReturned: () => returned === total,
  };
}

function createSegment(start: number, end: number): HeldSegment {
  const chunks: Uint8Array[] = [];
  let position = start;
  return {
    ...{ end, chunks },
    position: () => position,
    add: (chunk) => {
      const wanted = chunk.subarray(0, end - position);
      chunks.push(wanted);
      position += wanted.length;
    },
  };
}
