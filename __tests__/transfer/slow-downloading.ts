import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import type { DownloadOptions } from '../../src/transfer/download-file.ts';
import { downloadFile } from '../../src/transfer/download-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { SlowRequest, SlowSourceOptions } from './slow-source.ts';
import { slowSource } from './slow-source.ts';

export const MIB = 1024 * 1024;
export const CONTENT = randomBytes(13 * MIB + 12_345);
/** More than the first connection brings; before, it would go on alone after a failure. */
export const AFTER_FIRST = 4 * MIB;

/** The first connection, and the ranges that are requested beside it. */
const FIRST_REQUESTS = 5;

/** Downloads of a test file from slow sources, and what the tests ask of them. */
export function slowDownloading() {
  const folder = temporaryFolder();
  /** What the source does is in `slow`; `progress` has all bytes that were reported. */
  const begin = (
    given: Partial<SlowSourceOptions> = {},
    options: Partial<DownloadOptions> = {},
  ) => {
    const cancel = new AbortController();
    const slow = slowSource({ content: CONTENT, ...given });
    const progress: number[] = [];
    let hasEnded = false;
    const run = async () => {
      try {
        return await downloadFile({
          ...{ clock: slow.clock, source: slow.source, signal: cancel.signal },
          ...{ random: () => 0.5, deadline: Infinity, target: folder('out', 'code.zip') },
          ...options,
          onProgress: (at) => {
            progress.push(at.bytes);
            options.onProgress?.(at);
          },
        });
      } finally {
        hasEnded = true;
      }
    };
    /**
     * Resolves to whether a request comes after the first ones. It lets those be written before:
     * otherwise a busy disk leaves the whole content in memory.
     */
    const isLater = async ({ index, signal }: SlowRequest) => {
      if (index < FIRST_REQUESTS) return false;
      const isWritten = () => (progress.at(-1) ?? 0) >= AFTER_FIRST;
      while (!isWritten() && !signal.aborted && !hasEnded) await setImmediate();
      return true;
    };
    return { cancel, slow, progress, run, isLater };
  };
  return {
    begin,
    saved: () => readFile(folder('out', 'code.zip')),
    left: () => readdir(folder('out')),
  };
}

export function isAscending(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value > (values[index - 1] ?? 0));
}

/** Lets what was ended close. */
export async function settle(): Promise<void> {
  await delay(5);
}
