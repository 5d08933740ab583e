import type { Batch, Pod } from './snapshot.ts';

/** The state of a rollout, as far as the evidence shows. */
export type Verdict =
  /**
   * TEM shows the previous state, another revision, or none: there is no evidence of this rollout.
   */
  | { readonly kind: 'not-started' }
  | { readonly kind: 'deploying' }
  /** A batch waits for confirmation; `batch` is undefined if only the application reports it. */
  | { readonly kind: 'waiting'; readonly batch: Batch['position'] | undefined }
  /** Everything is healthy, and has to stay so until `until` (ms since 1970). */
  | { readonly kind: 'settling'; readonly until: number }
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly failure: RolloutFailure };

export type RolloutFailure =
  /** TEM reports the rollout as failed. */
  | { readonly cause: 'status'; readonly status: string; readonly message: string }
  /** New pods have crashed or failed to start for longer than the grace period. */
  | { readonly cause: 'pods'; readonly pods: readonly Pod[] }
  /** The rollout was reverted outside this step. */
  | { readonly cause: 'reverted' }
  /**
   * Another revision has replaced it. `wasComplete`: all instances of this one were healthy before.
   */
  | { readonly cause: 'superseded'; readonly by: string; readonly wasComplete: boolean };
