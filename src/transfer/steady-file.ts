import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Crc64 } from '../tencent/cos/crc64.ts';
import { CRC64_OF_NOTHING, updateCrc64 } from '../tencent/cos/crc64.ts';
import type { ObjectBody } from '../tencent/cos/send.ts';
import { FileChangedError } from './errors.ts';
import type { Piece } from './progress.ts';

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

/** A file that must not change while it is read. */
export interface SteadyFile {
  readonly bytes: number;
  /** Reads the range once for its checksums; its body reads it again each time it is sent. */
  readonly slice: (range: Range, piece: Piece) => Promise<Slice>;
  /** Rejects with a FileChangedError where size or modification time are no longer the same. */
  readonly assertUnchanged: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Memory of one reader: small, so that it does not matter how many read at once. */
const CHUNK_BYTES = 256 * 1024;

/** Rejects with the system's error where the file cannot be opened. */
export async function openSteadyFile(path: string): Promise<SteadyFile> {
  const handle = await open(path);
  const before = await identity(handle);
  const file = { path, handle };
  return {
    bytes: Number(before.size),
    slice: async (range, piece) => {
      const { md5, crc64 } = await checksums(file, range);
      const opened = () => counted(file, range, piece);
      return { crc64, body: { length: range.length, md5, open: opened } };
    },
    assertUnchanged: async () => {
      const now = await identity(handle);
      if (now.size !== before.size || now.mtimeNs !== before.mtimeNs) {
        throw new FileChangedError(path);
      }
    },
    close: () => handle.close(),
  };
}

interface OpenFile {
  readonly path: string;
  readonly handle: FileHandle;
}

function identity(handle: FileHandle) {
  return handle.stat({ bigint: true });
}

async function checksums(file: OpenFile, range: Range) {
  const md5 = createHash('md5');
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let crc64 = CRC64_OF_NOTHING;
  for await (const chunk of chunks(file, range, () => buffer)) {
    md5.update(chunk);
    crc64 = updateCrc64(crc64, chunk);
  }
  return { md5: md5.digest('base64'), crc64 };
}

async function* counted(file: OpenFile, range: Range, piece: Piece) {
  piece.begin();
  // A buffer for each chunk: the socket still holds those before.
  for await (const chunk of chunks(file, range, () => Buffer.allocUnsafeSlow(CHUNK_BYTES))) {
    yield chunk;
    piece.add(chunk.length);
  }
}

async function* chunks({ path, handle }: OpenFile, range: Range, nextBuffer: () => Buffer) {
  const end = range.start + range.length;
  for (let at = range.start; at < end;) {
    const buffer = nextBuffer();
    const wanted = Math.min(buffer.length, end - at);
    const { bytesRead } = await handle.read(buffer, 0, wanted, at);
    if (bytesRead === 0) throw new FileChangedError(path);
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
