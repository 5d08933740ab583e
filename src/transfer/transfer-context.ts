import type { Dispatcher } from 'undici';
import type { ServerClock } from '../tencent/auth-recovery.ts';
import type { RetryOptions } from '../tencent/retry.ts';

/** What every transfer of a run shares: connections, the cloud's time, and how to try again. */
export interface TransferContext extends RetryOptions {
  /** Its timeouts (connection, headers, idle body) end a request that hangs. */
  readonly dispatcher: Dispatcher;
  /** For what is signed. */
  readonly time: ServerClock;
}

/** How far a transfer is. `total` is `undefined` if the other side does not tell. */
export interface Progress {
  /** May go back: what is sent or fetched again counts once. */
  readonly bytes: number;
  readonly total: number | undefined;
}

/** Called for each chunk, many times a second: the caller decides what to show of it. */
export type OnProgress = (progress: Progress) => void;

/** Adds up what the parts of one transfer have done. */
export interface ProgressCounter {
  readonly startPart: () => PartProgress;
}

export interface PartProgress {
  /** The part is sent (again): what its earlier try counted is subtracted. */
  readonly begin: () => void;
  readonly add: (bytes: number) => void;
}

export function createProgress(total: number, onProgress: OnProgress): ProgressCounter {
  let bytes = 0;
  return {
    startPart: () => {
      let counted = 0;
      const add = (more: number) => {
        counted += more;
        bytes += more;
        onProgress({ bytes, total });
      };
      return {
        begin: () => {
          add(-counted);
        },
        add,
      };
    },
  };
}
