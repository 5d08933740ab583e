import type { Dispatcher } from 'undici';
import type { ServerClock } from '../tencent/auth-recovery.ts';
import type { RetryOptions } from '../tencent/retry.ts';

/** What all transfers of a run share: connections, the server's time, and retry options. */
export interface TransferContext extends RetryOptions {
  /** Its timeouts (connection, headers, idle body) end requests that hang. */
  readonly dispatcher: Dispatcher;
  /** For signatures. */
  readonly time: ServerClock;
}

/** The progress of a transfer. `total` is `undefined` if the server does not send it. */
export interface Progress {
  /** May decrease: repeated bytes count only once. */
  readonly bytes: number;
  readonly total: number | undefined;
}

/** Called for every chunk, many times per second. The receiver decides what to show. */
export type OnProgress = (progress: Progress) => void;

/** Adds up the progress of a transfer's parts. */
export interface ProgressCounter {
  readonly startPart: () => PartProgress;
}

export interface PartProgress {
  /** Starts the part, or restarts it and subtracts what its previous attempt counted. */
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
