/** Bytes that can be read in pieces, so that a gigabyte never stands in one buffer. */
export interface Blob {
  size: number;
  /** The bytes from `start` up to, not including, `end`. */
  read(start: number, end: number): Iterable<Buffer>;
}

// Not a power of two: the same offset in two pages never holds the same bytes.
const PATTERN_BYTES = 65_521;

export function memoryBlob(chunks: readonly Buffer[]): Blob {
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  return { size, read: (start, end) => readChunks(chunks, start, end) };
}

export function joinBlobs(blobs: readonly Blob[]): Blob {
  const size = blobs.reduce((sum, blob) => sum + blob.size, 0);
  return { size, read: (start, end) => readBlobs(blobs, start, end) };
}

/** Bytes that were counted and hashed, but not kept: reading them throws. */
export function droppedBlob(size: number): Blob {
  return {
    size,
    read: () => {
      throw new Error('The bytes were dropped: the simulator runs with storage digest-only.');
    },
  };
}

/** So many bytes that take no memory: a short pattern again and again. */
export function patternBlob(size: number): Blob {
  const pattern = Buffer.from(
    Array.from({ length: PATTERN_BYTES }, (_, index) => (index * 31 + (index >> 8)) & 255),
  );
  return { size, read: (start, end) => readPattern(pattern, start, Math.min(end, size)) };
}

function* readChunks(chunks: readonly Buffer[], start: number, end: number): Iterable<Buffer> {
  let offset = 0;
  for (const chunk of chunks) {
    if (offset >= end) return;
    const from = Math.max(0, start - offset);
    if (from < chunk.length) yield chunk.subarray(from, end - offset);
    offset += chunk.length;
  }
}

function* readBlobs(blobs: readonly Blob[], start: number, end: number): Iterable<Buffer> {
  let offset = 0;
  for (const blob of blobs) {
    if (offset >= end) return;
    const from = Math.max(0, start - offset);
    if (from < blob.size) yield* blob.read(from, Math.min(blob.size, end - offset));
    offset += blob.size;
  }
}

function* readPattern(pattern: Buffer, start: number, end: number): Iterable<Buffer> {
  let at = start;
  while (at < end) {
    const from = at % pattern.length;
    const piece = pattern.subarray(from, from + end - at);
    yield piece;
    at += piece.length;
  }
}
