import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Crc64 } from '../tencent/cos/crc64.ts';
import { CRC64_OF_NOTHING, updateCrc64 } from '../tencent/cos/crc64.ts';

/** A file that is being received, beside the one that it becomes. */
export interface PartialFile {
  /** Bytes received so far. */
  readonly bytes: () => number;
  readonly append: (chunk: Uint8Array) => Promise<void>;
  /** Forgets what was received. */
  readonly restart: () => Promise<void>;
  readonly crc64: () => Crc64;
  /** In hex, lower case. No more can be appended then. */
  readonly sha256: () => string;
  /** Under its name, in place of what had that name; the system writes it to the disk in its time. */
  readonly keep: () => Promise<void>;
  /** Gone, where it was not kept. */
  readonly dispose: () => Promise<void>;
}

/** Makes the folders up to `target` as well. Rejects with the system's errors. */
export async function createPartialFile(
  target: string,
  random: () => number,
): Promise<PartialFile> {
  await mkdir(dirname(target), { recursive: true });
  const path = join(dirname(target), `.download-${randomName(random)}.part`);
  // 'wx': never through a link, never into a file that is there.
  const handle = await open(path, 'wx');
  let bytes = 0;
  let sha256 = createHash('sha256');
  let crc64 = CRC64_OF_NOTHING;
  let isKept = false;

  return {
    bytes: () => bytes,
    crc64: () => crc64,
    sha256: () => sha256.digest('hex'),
    append: async (chunk) => {
      sha256.update(chunk);
      crc64 = updateCrc64(crc64, chunk);
      await writeAt(handle, bytes, chunk);
      bytes += chunk.length;
    },
    restart: async () => {
      await handle.truncate(0);
      bytes = 0;
      sha256 = createHash('sha256');
      crc64 = CRC64_OF_NOTHING;
    },
    keep: async () => {
      await handle.close();
      await rename(path, target);
      isKept = true;
    },
    dispose: async () => {
      if (isKept) return;
      await handle.close();
      await rm(path, { force: true });
    },
  };
}

/** A write may take less than it was given. */
async function writeAt(handle: FileHandle, start: number, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, start + done);
    done += bytesWritten;
  }
}

function randomName(random: () => number): string {
  return Math.floor(random() * 2 ** 48).toString(36);
}
