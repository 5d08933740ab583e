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

/** A range to send, and its checksums. */
export interface Slice {
  readonly body: ObjectBody;
  /**
   * Returns the CRC-64 of what the last attempt read to send. If no attempt read the whole range,
   * it is read again. Call it only when no attempt is running.
   */
  readonly computeCrc64: () => Promise<Crc64>;
  /**
   * Reads the range again for its MD5, in hex. Where COS returns no CRC-64, the ETag may be an MD5
   * to compare with.
   */
  readonly computeMd5: () => Promise<string>;
}

/**
 * Returns a range to send; each attempt reads it. Ranges must be sent one after another: the next
 * one only after the response for the previous one.
 */
export type Reader = (range: Range, part: PartProgress) => Slice;

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
 * which is much less than the ring. If they kept more, the data would be overwritten, and the CRC-64
 * of what COS stored would differ.
 */
const RING_BYTES = 2 * 1024 * 1024;

/** Opens a file. Rejects with the system's error if that fails. */
export async function openStableFile(path: string): Promise<StableFile> {
  const handle = await open(path);
  const before = await statExactly(handle);
  return {
    bytes: Number(before.size),
    reader: () =>
      createReader({ path, handle, ring: Buffer.allocUnsafe(RING_BYTES), isBusy: false }),
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
  ring: Buffer;
  /** Whether an attempt, which may have been given up, can still write into the ring. */
  isBusy: boolean;
}

function createReader(reading: Reading): Reader {
  return (range, part) => {
    let sent: Crc64 | undefined;
    async function* open() {
      part.begin();
      sent = undefined;
      let length = 0;
      let crc64 = EMPTY_CRC64;
      for await (const chunk of readChunks(reading, range)) {
        crc64 = updateCrc64(crc64, chunk);
        length += chunk.length;
        // The response may arrive before the sender asks for more.
        if (length === range.length) sent = crc64;
        yield chunk;
        part.add(chunk.length);
      }
    }
    const computeCrc64 = async () => sent ?? (await readCrc64(reading, range));
    const computeMd5 = () => readMd5(reading, range);
    return { computeCrc64, computeMd5, body: { length: range.length, open } };
  };
}

async function readCrc64(reading: Reading, range: Range): Promise<Crc64> {
  let crc64 = EMPTY_CRC64;
  for await (const chunk of readChunks(reading, range)) crc64 = updateCrc64(crc64, chunk);
  return crc64;
}

async function readMd5(reading: Reading, range: Range): Promise<string> {
  const md5 = createHash('md5');
  for await (const chunk of readChunks(reading, range)) md5.update(chunk);
  return md5.digest('hex');
}

/** Reads the next chunk while the current one is used. */
async function* readChunks(state: Reading, range: Range) {
  const { path, handle } = state;
  // A read of an attempt that was given up may end late, and must not change what is sent now.
  if (state.isBusy) state.ring = Buffer.allocUnsafe(RING_BYTES);
  const { ring } = state;
  state.isBusy = true;
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
    // The next attempt may use the same buffer only once the pending read has ended.
    await reading?.catch(() => undefined);
    if (state.ring === ring) state.isBusy = false;
  }
}
