import { ApiError, formatFailure } from '../tencent/api-errors.ts';
import type { Detail } from '../text/detail.ts';
import { message } from '../text/message.ts';

/** The last failure of reads that are forgiven while something is waited for. */
export interface FailureWatch {
  /** Passes on what `read` resolves to or rejects with. */
  readonly watch: <T>(read: () => Promise<T>) => Promise<T>;
  /** Why the last read brought nothing; none where it came through. */
  readonly details: () => Detail[];
}

/** For waits that may end without an answer: their error has to tell what the last one was. */
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
