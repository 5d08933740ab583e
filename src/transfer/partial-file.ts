import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { retryWhileHeld } from './held-file.ts';
import { UnwritableFileError } from './transfer-errors.ts';
import { EMPTY_CRC64, formatCrc64, updateCrc64 } from '../tencent/cos/crc64.ts';

/** A file that is being received, beside the one that it becomes. */
export interface PartialFile {
  /** Bytes received so far. */
  readonly bytes: () => number;
  readonly append: (chunk: Uint8Array) => Promise<void>;
  /** Forgets what was received. */
  readonly restart: () => Promise<void>;
  /** Of what was received. */
  readonly digests: () => Digests;
  /** Under its name, in place of what had that name; the system writes it to the disk in its time. */
  readonly keep: () => Promise<void>;
  /** Gone, if it was not kept. */
  readonly dispose: () => Promise<void>;
}

/**
 * Makes the folders up to `target` as well; `begin` gives the checksums to make, again for each start.
 * Rejects with an UnwritableFileError, and so does all but `dispose`, which hides no other error.
 */
export async function createPartialFile(
  target: string,
  random: () => number,
  begin: () => Digests,
): Promise<PartialFile> {
  const explain = (error: unknown): never => {
    throw new UnwritableFileError(target, error);
  };
  await mkdir(dirname(target), { recursive: true }).catch(explain);
  const path = join(dirname(target), `.download-${createRandomName(random)}.part`);
  // 'wx': never through a link, never into a file that is there.
  const handle = await open(path, 'wx').catch(explain);
  let bytes = 0;
  let digests = begin();
  let isKept = false;

  return {
    bytes: () => bytes,
    digests: () => digests,
    append: async (chunk) => {
      const written = writeFully(handle, bytes, chunk);
      // While the system writes.
      digests.update(chunk);
      await written.catch(explain);
      bytes += chunk.length;
    },
    restart: async () => {
      await handle.truncate(0).catch(explain);
      bytes = 0;
      digests = begin();
    },
    keep: async () => {
      // A disk may say only now that it is full.
      await handle.close().catch(explain);
      await retryWhileHeld(() => rename(path, target)).catch(explain);
      isKept = true;
    },
    dispose: async () => {
      if (isKept) return;
      await handle.close().catch(() => undefined);
      await retryWhileHeld(() => rm(path, { force: true })).catch(() => undefined);
    },
  };
}

/** A write may take less than it was given. */
async function writeFully(handle: FileHandle, start: number, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, start + done);
    done += bytesWritten;
  }
}

function createRandomName(random: () => number): string {
  return Math.floor(random() * 2 ** 48).toString(36);
}

/** The checksums of bytes that come one after another. */
export interface Digests {
  readonly update: (bytes: Uint8Array) => void;
  /** In hex, lower case. No bytes can follow then. */
  readonly sha256: () => string;
  /** As COS writes it; '' if it is not made. */
  readonly crc64: () => string;
}

/** SHA-256 alone: it vouches for the bytes better than a CRC, which takes twice the time. */
export function sha256Digest(): Digests {
  const sha256 = createHash('sha256');
  return {
    update: (bytes) => void sha256.update(bytes),
    sha256: () => sha256.digest('hex'),
    crc64: () => '',
  };
}

/** Both, if nobody said what SHA-256 to expect: then the CRC-64 is what storage vouches with. */
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
 * The digest in lower-case hex, be it given in hex of any case or in base64, with or without
 * padding, as SCF's CodeSha256 and others write it. What is no SHA-256 stays as it is.
 */
export function toHexSha256(given: string): string {
  const digest = given.trim();
  if (/^[0-9a-f]{64}$/i.test(digest)) return digest.toLowerCase();
  return /^[\w+/-]{43}=?$/.test(digest) ? Buffer.from(digest, 'base64').toString('hex') : digest;
}
