import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Crc64 } from '../tencent/cos/crc64.ts';
import { EMPTY_CRC64, updateCrc64 } from '../tencent/cos/crc64.ts';
import type { ObjectBody } from '../tencent/cos/cos-request.ts';
import { FileChangedError } from './transfer-errors.ts';
import type { PartProgress } from './transfer-context.ts';

/** A range of bytes of a file. */
export interface Range {
  readonly start: number;
  readonly length: number;
}

/** A range with its checksums, ready to be sent. */
export interface Slice {
  readonly body: ObjectBody;
  readonly crc64: Crc64;
}

/**
 * Reads the range once for its checksums; the body reads it again for each attempt. Ranges must be
 * read one after another: the next one only after the response for the previous one.
 */
export type Reader = (range: Range, part: PartProgress) => Promise<Slice>;

/** A file that must not change while it is read. */
export interface StableFile {
  readonly bytes: number;
  /** Returns a reader with a separate buffer, for one part at a time. */
  readonly reader: () => Reader;
  /** Rejects with a FileChangedError if the size or modification time has changed. */
  readonly assertUnchanged: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const CHUNK_BYTES = 256 * 1024;

/**
 * Size of a reader's ring buffer. New buffers would pile up until the next garbage collection.
 * Streams and sockets keep unsent data by reference, by default up to 64 KiB and one chunk each,
 * which is much less than the ring. If they kept more, the data would be overwritten, and COS would
 * reject the body because of its Content-MD5.
 */
const RING_BYTES = 2 * 1024 * 1024;

/** Opens a file. Rejects with the system's error if that fails. */
export async function openStableFile(path: string): Promise<StableFile> {
  const handle = await open(path);
  const before = await statExactly(handle);
  return {
    bytes: Number(before.size),
    reader: () => createReader({ path, handle, ring: Buffer.allocUnsafe(RING_BYTES) }),
    assertUnchanged: async () => {
      const now = await statExactly(handle);
      if (now.size !== before.size || now.mtimeNs !== before.mtimeNs) {
        throw new FileChangedError(path);
      }
    },
    close: () => handle.close(),
  };
}

function statExactly(handle: FileHandle) {
  return handle.stat({ bigint: true });
}

interface Reading {
  readonly path: string;
  readonly handle: FileHandle;
  readonly ring: Buffer;
}

function createReader(reading: Reading): Reader {
  return async (range, part) => {
    const { md5, crc64 } = await computeChecksums(reading, range);
    const open = () => countChunks(reading, range, part);
    return { crc64, body: { length: range.length, md5, open } };
  };
}

async function computeChecksums(reading: Reading, range: Range) {
  const md5 = createHash('md5');
  let crc64 = EMPTY_CRC64;
  for await (const chunk of readChunks(reading, range)) {
    md5.update(chunk);
    crc64 = updateCrc64(crc64, chunk);
  }
  return { md5: md5.digest('base64'), crc64 };
}

async function* countChunks(reading: Reading, range: Range, part: PartProgress) {
  part.begin();
  for await (const chunk of readChunks(reading, range)) {
    yield chunk;
    part.add(chunk.length);
  }
}

/** Reads the next chunk while the current one is used. */
async function* readChunks({ path, handle, ring }: Reading, range: Range) {
  const end = range.start + range.length;
  let position = range.start;
  let offset = 0;
  const readNext = () => {
    const wanted = Math.min(CHUNK_BYTES, ring.length - offset, end - position);
    if (wanted === 0) return undefined;
    const next = handle.read(ring, offset, wanted, position);
    // The read may fail before it is awaited.
    next.catch(() => undefined);
    return next;
  };
  let reading = readNext();
  try {
    while (reading) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) throw new FileChangedError(path);
      const chunk = ring.subarray(offset, offset + bytesRead);
      position += bytesRead;
      offset = (offset + bytesRead) % ring.length;
      reading = readNext();
      yield chunk;
    }
  } finally {
    // The next reader of this range uses the same buffer, so the pending read must end first.
    await reading?.catch(() => undefined);
  }
}
