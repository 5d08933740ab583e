/** Bytes that are read in pieces, so that a gigabyte never needs one buffer. */
export interface Blob {
  size: number;
  /** The bytes from `start` up to, not including, `end`. */
  read(start: number, end: number): Iterable<Buffer>;
}

export interface ObjectContent {
  blob: Blob;
  /** With its quotes, as in the header. */
  etag: string;
  crc64: bigint;
  /** Hex; null if it is not known yet. */
  sha256: string | null;
  contentType: string;
}

export function memoryBlob(chunks: readonly Buffer[]): Blob {
  return joinBlobs(chunks.map(bufferBlob));
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

function bufferBlob(bytes: Buffer): Blob {
  return { size: bytes.length, read: (start, end) => [bytes.subarray(start, end)] };
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
