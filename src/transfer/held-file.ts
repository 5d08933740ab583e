import { sep } from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { systemCode } from '../tencent/api-errors.ts';

/** Windows' errors for a file that a virus scanner or an indexer has open for a moment. */
const HELD = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Pauses in ms, about two seconds in total. */
const PAUSES = [50, 100, 200, 400, 600, 800];

export interface HeldFileOptions {
  readonly isWindows: boolean;
  readonly sleep: (ms: number) => Promise<unknown>;
}

export const THIS_SYSTEM: HeldFileOptions = { isWindows: sep === '\\', sleep: sleepFor };

/** Whether the error means that another process has the file open, which only Windows refuses. */
export function isHeld(error: unknown, { isWindows }: Pick<HeldFileOptions, 'isWindows'>): boolean {
  return isWindows && HELD.has(systemCode(error));
}

/**
 * Renames or removes a file, with retries on Windows while another process has it open. Rejects
 * with the first error, because it has the original cause.
 */
export async function retryWhileHeld(
  act: () => Promise<void>,
  options: HeldFileOptions = THIS_SYSTEM,
): Promise<void> {
  let first: unknown;
  for (const pause of [...PAUSES, undefined]) {
    try {
      await act();
      return;
    } catch (error) {
      first ??= error;
      if (pause === undefined || !isHeld(error, options)) throw first;
      await options.sleep(pause);
    }
  }
}
