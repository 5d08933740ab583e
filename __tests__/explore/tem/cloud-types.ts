import type { Fate, PodTraits } from './pod-fate.ts';
import type { Strategy } from './tem-state.ts';

/** How this cloud behaves where its documentation leaves it open. */
export interface CloudTraits extends PodTraits {
  readonly deploySeconds: number;
  readonly revertSeconds: number;
  /** A batch finishes at its time, healthy or not; otherwise when its instances are ready. */
  readonly finishesAnyway: boolean;
  /** An application whose rollout failed stays under deploying. */
  readonly staysDeploying: boolean;
  /** A new rollout is refused while a failed one is under deploying. */
  readonly refusesAfterFailure: boolean;
  /** What Force does to a rollout in progress: nothing, or a new one takes its place. */
  readonly forceReplaces: boolean;
  /** The previous revision is current as soon as a revert begins; otherwise when it ends. */
  readonly switchesAtOnce: boolean;
}

/** What happened to the application, in truth. */
export interface Change {
  readonly at: number;
  readonly by: string;
  readonly kind: 'trigger' | 'resume' | 'revert' | 'scale' | 'restart';
  /** The rollout that it began or hit. */
  readonly revisionId: string;
  /** The index of the batch that a resume confirmed. */
  readonly batch?: number;
}

export interface RolloutRequest {
  readonly version: string;
  readonly strategy: Strategy;
  readonly batches: number;
  readonly betaPods: number;
  readonly intervalSeconds: number;
  readonly isForced: boolean;
  readonly fate: Fate;
}

/** The answer to a change: its Result, or an error. */
export type Answer =
  { readonly result: string | boolean } | { readonly code: string; readonly message: string };
