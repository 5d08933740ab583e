import type { Batch, Pod } from './snapshot.ts';

/** Looks in a row that a verdict needs where a single one may have caught a passing state. */
export const REQUIRED_CONFIRMATIONS = 2;

/** What a rollout has come to, as far as the evidence goes. */
export type Verdict =
  /** The cloud shows what was there before, another revision, or none: no evidence of ours. */
  | { readonly kind: 'not-started' }
  | { readonly kind: 'deploying' }
  /** A batch waits to be confirmed; `batch` is undefined where only the application says so. */
  | { readonly kind: 'waiting'; readonly batch: Batch['position'] | undefined }
  /** All evidence is good and was seen once; a second look decides. */
  | { readonly kind: 'settling' }
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly failure: RolloutFailure };

export type RolloutFailure =
  /** The cloud calls the rollout failed. */
  | { readonly cause: 'status'; readonly status: string; readonly message: string }
  /** New pods crash, or fail to be started, for longer than the grace period. */
  | { readonly cause: 'pods'; readonly pods: readonly Pod[] }
  /** Somebody took the rollout back. */
  | { readonly cause: 'reverted' }
  /** Another revision has taken the place of ours. */
  | { readonly cause: 'superseded'; readonly by: string };
