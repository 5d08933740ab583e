import { countNumberedBatches, findPausedBatch } from '../../rollout/batch-progress.ts';
import type { Lasting } from '../../rollout/lasting.ts';
import { hasLasted, STALE_READ_MS, updateCheck } from '../../rollout/lasting.ts';
import { getRevisionPods } from '../../rollout/pods.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import type { Pod, Snapshot } from '../../rollout/snapshot.ts';
import type { Stage } from '../../verification/criteria.ts';
import type { FollowInputs } from './tem-declarations.ts';
import type { Unverified } from './verification-outcome.ts';
import type { RolloutVerifier } from './verify-rollout.ts';

/** What the verification makes of a check of the rollout. */
export type VerificationStep =
  /** The verdict of the rollout itself decides, as without a verification. */
  | { readonly kind: 'unaffected' }
  | { readonly kind: 'pending' }
  | ({ readonly kind: 'unverified' } & Unverified);

/** Decides after each check of a rollout whether a stage starts, continues, passes or fails. */
export type VerificationGate = (
  rollout: Rollout,
  snapshot: Snapshot,
  now: number,
) => Promise<VerificationStep>;

/** Creates the gate; without a verifier every check is unaffected. */
export function createVerificationGate(
  verifier: RolloutVerifier | undefined,
  { onWaiting }: Pick<FollowInputs, 'onWaiting'>,
): VerificationGate {
  const unaffected = { kind: 'unaffected' } as const;
  if (!verifier) return () => Promise.resolve(unaffected);
  let left: Lasting | undefined;
  return async ({ state, history }, snapshot, now) => {
    const { revisionId, verdict } = state;
    const current = verifier.current();
    const isThere = current !== undefined && isAt(current, snapshot, verdict.kind);
    // Instances of a later batch have the usual grace period.
    const crashed = isThere ? listCrashed(snapshot, state) : [];
    if (crashed.length > 0) {
      const report = await verifier.stop();
      if (report) return { kind: 'unverified', report, crashed };
    }
    // A single check may come from a stale replica, so a stage ends only once it stays left.
    left = updateCheck(left, current !== undefined && !isThere, now);
    if (hasLasted(left, STALE_READ_MS, now)) await verifier.stop();
    const due = findStage(verdict, onWaiting);
    // An instance that is not ready, perhaps because of the requests, delays the verdict of the
    // rollout, but not a failure of the verification.
    const stage = due ?? (isThere ? current : undefined);
    if (stage === undefined || !verifier.covers(stage)) return unaffected;
    const of = countNumberedBatches(history.batches);
    const isSettled = due !== undefined;
    const result = await verifier.check(stage, { snapshot, revisionId, of, isSettled });
    if (result.kind === 'failed') return { kind: 'unverified', report: result.report, crashed: [] };
    return result.kind === 'passed' ? unaffected : { kind: 'pending' };
  };
}

function findStage(
  verdict: Rollout['state']['verdict'],
  onWaiting: FollowInputs['onWaiting'],
): Stage | undefined {
  if (verdict.kind === 'succeeded') return 'final';
  // A pause that TEM does not attribute to a batch cannot be resumed by the step, either.
  return verdict.kind === 'waiting' && onWaiting === 'verify' ? verdict.batch : undefined;
}

/** Whether the rollout is still at the stage: instances may settle again without leaving it. */
function isAt(
  stage: Stage,
  snapshot: Snapshot,
  verdict: Rollout['state']['verdict']['kind'],
): boolean {
  // Another revision is current, or has replaced this one.
  if (verdict === 'failed' || verdict === 'not-started') return false;
  return stage === 'final' || findPausedBatch(snapshot) === stage;
}

/** During a stage every instance was healthy before, so one that fails needs no grace period. */
function listCrashed(snapshot: Snapshot, { podFailures, revisionId }: Rollout['state']): Pod[] {
  const newPods = getRevisionPods(snapshot, revisionId);
  return newPods.filter(({ podId }) => podFailures.has(podId));
}
