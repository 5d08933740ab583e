import { ApiError, formatFailure } from '../tencent/api-errors.ts';
import type { Detail } from '../text/detail.ts';
import { message } from '../text/message.ts';

/** The last failure of the reads that a wait tolerates. */
export interface FailureWatch {
  /** Calls `read`, remembers its failure, and passes on its result or error. */
  readonly watch: <T>(read: () => Promise<T>) => Promise<T>;
  /** Why the last read failed; empty if it succeeded. */
  readonly details: () => Detail[];
}

/** Watches the reads of a wait that may time out, so that its error can report the last failure. */
export function watchFailures(): FailureWatch {
  let last: ApiError | undefined;
  return {
    watch: async (read) => {
      try {
        const value = await read();
        last = undefined;
        return value;
      } catch (error) {
        last = error instanceof ApiError ? error : undefined;
        throw error;
      }
    },
    details: () => {
      const label = message('rollout.label-last-error');
      return last ? [{ label, text: formatFailure(last) }] : [];
    },
  };
}
