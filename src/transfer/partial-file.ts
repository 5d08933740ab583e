import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HeldFileOptions } from './held-file.ts';
import { isHeld, retryWhileHeld, THIS_SYSTEM } from './held-file.ts';
import { UnwritableFileError } from './transfer-errors.ts';
import { EMPTY_CRC64, formatCrc64, updateCrc64 } from '../tencent/cos/crc64.ts';

/** A file that is being received under a temporary name, next to its target. */
export interface PartialFile {
  /** Returns the number of bytes received so far. */
  readonly bytes: () => number;
  /**
   * Appends a chunk, which must not change afterwards. Resolves before it is written, so that the
   * next one is received meanwhile; `release` is called once it is.
   */
  readonly append: (chunk: Uint8Array, release?: () => void) => Promise<void>;
  /** Discards what was received. */
  readonly restart: () => Promise<void>;
  /** Returns the checksums of what was received. */
  readonly digests: () => Digests;
  /**
   * Renames the file to its target and replaces an existing one. Does not wait until the system has
   * flushed it to the disk.
   */
  readonly keep: () => Promise<void>;
  /** Removes the file unless it was kept. */
  readonly dispose: () => Promise<void>;
}

/** How a finished file gets its name, and how an unfinished one is removed. */
export interface PartialFileSystem extends HeldFileOptions {
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
}

const SYSTEM: PartialFileSystem = {
  ...THIS_SYSTEM,
  rename,
  remove: rm,
};

/** At most this many bytes wait to be written. */
const MAX_UNWRITTEN_BYTES = 1024 * 1024;

/**
 * Creates the temporary file, and the folders up to `target`. `begin` returns new checksums at the
 * start and after each restart. Rejects with an UnwritableFileError, as do all methods except
 * `dispose`, which never rejects so that it hides no other error.
 */
export async function createPartialFile(
  target: string,
  random: () => number,
  begin: () => Digests,
  system: PartialFileSystem = SYSTEM,
): Promise<PartialFile> {
  const explain = (error: unknown): never => {
    throw new UnwritableFileError(target, error);
  };
  await mkdir(dirname(target), { recursive: true }).catch(explain);
  const path = join(dirname(target), `.download-${createRandomName(random)}.part`);
  // 'wx' never follows a link and never overwrites a file.
  const handle = await open(path, 'wx').catch(explain);
  const writes = createWriteQueue(handle);
  let bytes = 0;
  let digests = begin();
  let isKept = false;

  return {
    bytes: () => bytes,
    digests: () => digests,
    append: async (chunk, release = () => undefined) => {
      writes.add(bytes, chunk, release);
      bytes += chunk.length;
      // Runs while the system writes.
      digests.update(chunk);
      await writes.drain(MAX_UNWRITTEN_BYTES).catch(explain);
    },
    restart: async () => {
      await writes.drain(0).catch(explain);
      await handle.truncate(0).catch(explain);
      bytes = 0;
      digests = begin();
    },
    keep: async () => {
      await writes.drain(0).catch(explain);
      // A full disk may be reported only on close.
      await handle.close().catch(explain);
      await retryWhileHeld(() => system.rename(path, target), system).catch((error: unknown) => {
        throw new UnwritableFileError(target, error, isHeld(error, system));
      });
      isKept = true;
    },
    dispose: async () => {
      if (isKept) return;
      await writes.drain(0).catch(() => undefined);
      await handle.close().catch(() => undefined);
      await retryWhileHeld(() => system.remove(path), system).catch(() => undefined);
    },
  };
}

/** Writes chunks at their positions, several at once. */
function createWriteQueue(handle: FileHandle) {
  const writes = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let unwritten = 0;
  return {
    add: (start: number, chunk: Uint8Array, release: () => void): void => {
      const { length } = chunk;
      unwritten += length;
      const written = writeFully(handle, start, chunk)
        .then(release)
        .catch((error: unknown) => void failures.push(error))
        .then(() => {
          unwritten -= length;
          writes.delete(written);
        });
      writes.add(written);
    },
    /** Waits until at most `max` bytes are unwritten. Rejects with the first error of a write. */
    drain: async (max: number): Promise<void> => {
      for (const oldest of writes) {
        if (unwritten <= max) break;
        await oldest;
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** Writes the whole chunk; a single write may write less. */
async function writeFully(handle: FileHandle, start: number, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, start + done);
    done += bytesWritten;
  }
}

function createRandomName(random: () => number): string {
  return Math.floor(random() * 2 ** 48).toString(36);
}

/** Checksums of a sequence of chunks. */
export interface Digests {
  readonly update: (bytes: Uint8Array) => void;
  /** Returns lower-case hex. No more bytes can be added then. */
  readonly sha256: () => string;
  /** Returns the CRC-64 in COS's format; '' if it is not computed. */
  readonly crc64: () => string;
}

/** Computes only SHA-256, which is stronger evidence than a CRC-64. */
export function sha256Digest(): Digests {
  const sha256 = createHash('sha256');
  return {
    update: (bytes) => void sha256.update(bytes),
    sha256: () => sha256.digest('hex'),
    crc64: () => '',
  };
}

/**
 * Computes both. Without an expected SHA-256, the CRC-64 is compared with the one that COS returns.
 */
export function sha256AndCrc64Digests(): Digests {
  const { update, sha256 } = sha256Digest();
  let crc64 = EMPTY_CRC64;
  return {
    update: (bytes) => {
      update(bytes);
      crc64 = updateCrc64(crc64, bytes);
    },
    sha256,
    crc64: () => formatCrc64(crc64),
  };
}

/**
 * Converts a SHA-256 to lower-case hex, from hex of any case or from base64 with or without
 * padding, such as SCF's CodeSha256. Anything else is returned unchanged. Unknown
 * (scf-code-sha256): which of the two forms SCF returns.
 */
export function toHexSha256(given: string): string {
  const digest = given.trim();
  if (/^[0-9a-f]{64}$/i.test(digest)) return digest.toLowerCase();
  return /^[\w+/-]{43}=?$/.test(digest) ? Buffer.from(digest, 'base64').toString('hex') : digest;
}
