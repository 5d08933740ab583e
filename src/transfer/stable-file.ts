import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Crc64 } from '../tencent/cos/crc64.ts';
import { EMPTY_CRC64, updateCrc64 } from '../tencent/cos/crc64.ts';
import type { ObjectBody } from '../tencent/cos/cos-request.ts';
import { FileChangedError } from './transfer-errors.ts';
import type { PartProgress } from './transfer-context.ts';

/** A range of a file's bytes. */
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
 * Reads the range once for its checksums; its body reads it again each time it is sent. One after
 * another: the next range when the one before is sent and answered.
 */
export type Reader = (range: Range, part: PartProgress) => Promise<Slice>;

/** A file that must not change while it is read. */
export interface StableFile {
  readonly bytes: number;
  /** A reader with memory of its own, for one part at a time. */
  readonly reader: () => Reader;
  /** Rejects with a FileChangedError if size or modification time are no longer the same. */
  readonly assertUnchanged: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const CHUNK_BYTES = 256 * 1024;

/**
 * The memory of a reader, used round and round: fresh buffers would pile up until the next garbage
 * collection. Streams and sockets hold back what they have not sent, by default up to 64 KiB and one
 * chunk each: much less than a round. Were it more, COS would refuse the body by its Content-MD5.
 */
const RING_BYTES = 2 * 1024 * 1024;

/** Rejects with the system's error where the file cannot be opened. */
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

/** The next chunk is read while one is used. */
async function* readChunks({ path, handle, ring }: Reading, range: Range) {
  const end = range.start + range.length;
  let position = range.start;
  let offset = 0;
  const readNext = () => {
    const wanted = Math.min(CHUNK_BYTES, ring.length - offset, end - position);
    if (wanted === 0) return undefined;
    const next = handle.read(ring, offset, wanted, position);
    // It may fail before anybody asks for it.
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
    // Whoever reads this range again uses the same memory.
    await reading?.catch(() => undefined);
  }
}
