import type { Batch, Pod } from './snapshot.ts';

/** What a rollout has come to, as far as the evidence goes. */
export type Verdict =
  /** The cloud shows what was there before, another revision, or none: no evidence of this rollout. */
  | { readonly kind: 'not-started' }
  | { readonly kind: 'deploying' }
  /** A batch waits to be confirmed; `batch` is undefined if only the application says so. */
  | { readonly kind: 'waiting'; readonly batch: Batch['position'] | undefined }
  /** Everything is healthy, and has to stay so until `until` (ms since 1970). */
  | { readonly kind: 'settling'; readonly until: number }
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly failure: RolloutFailure };

export type RolloutFailure =
  /** The cloud calls the rollout failed. */
  | { readonly cause: 'status'; readonly status: string; readonly message: string }
  /** New pods crash, or fail to be started, for longer than the grace period. */
  | { readonly cause: 'pods'; readonly pods: readonly Pod[] }
  /** Somebody reverted the rollout. */
  | { readonly cause: 'reverted' }
  /** Another revision has taken its place; complete: all of ours was healthy before. */
  | { readonly cause: 'superseded'; readonly by: string; readonly wasComplete: boolean };
