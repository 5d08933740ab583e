import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Batch, Pod, Snapshot } from '../../src/rollout/snapshot.ts';
import type { RolloutState } from '../../src/rollout/rollout-tracker.ts';
import { markResumed, trackStarted } from '../../src/rollout/rollout-tracker.ts';
import { looks, looksWithPauses } from './any-looks.ts';
import { BEFORE, OURS, START_BEFORE } from './snapshots.ts';
import type { Look } from './tracking.ts';
import { ATTACHED, GRACE_SECONDS, look, STABLE_SECONDS } from './tracking.ts';

/** The same looks at pods that never restarted: their status alone says how they are. */
function withoutRestarts(seen: readonly Look[]): Look[] {
  return seen.map(([second, { pods, ...rest }]) => [
    second,
    { ...rest, pods: pods.map((each) => ({ ...each, restartCount: 0 })) },
  ]);
}

const before = { revisionId: BEFORE, startTime: START_BEFORE };
const begun = fc.constantFrom<RolloutState>(
  trackStarted(OURS, before, 'v2'),
  trackStarted('', before, 'v2'),
  trackStarted(OURS, { revisionId: '', startTime: '' }, 'v2'),
  ATTACHED,
);

/** How long a pod has crashed without having been healthy, or gone, half a minute after a crash, in seconds. */
function getCrashTime(ours: readonly Look[], podId: string, revisionId: string): number {
  let [first, last] = [NaN, NaN];
  for (const [second, { pods }] of ours) {
    const seen = pods.find((each) => each.podId === podId && each.versionId === revisionId);
    const isCalm = !seen || isServing(seen);
    if (isCalm && second - last >= 30) [first, last] = [NaN, NaN];
    else if (isCrashing(seen)) {
      [first, last] = [Number.isNaN(first) ? second : first, second];
    }
  }
  return last - first;
}

function isCrashing(each: Pod | undefined): boolean {
  return each !== undefined && /crash|back|err|fail/i.test(each.status);
}

const KINDS = ['not-started', 'deploying', 'waiting', 'settling', 'succeeded', 'failed'];
const RUNS = { numRuns: 200 };

function isServing(each: Pod | undefined): boolean {
  const isRunning = each?.status.toLowerCase() === 'running';
  return isRunning && each.isReady && !each.isUnhealthy;
}

/** How many instances have to serve, in words of its own. */
function countWanted({ application, deployment, pods }: Snapshot): number {
  const { expectedInstances, currentInstances } = application;
  const isEmpty = expectedInstances === 0 && !currentInstances && pods.length === 0;
  if (isEmpty) return 0;
  if (expectedInstances) return expectedInstances;
  const inBatches = deployment?.batches.map(({ podNum, newPods }) => podNum || newPods.length);
  const sum = (inBatches ?? []).reduce((total, each) => total + each, 0);
  return Math.max(1, currentInstances ?? 0, sum);
}

/** What the design asks of a look before it counts for a success, in words of its own. */
function hasAllEvidence(snapshot: Snapshot, watch: RolloutState): boolean {
  const { application, deployment, pods } = snapshot;
  const serving = pods.filter((each) => each.versionId === watch.revisionId && isServing(each));
  const isOfBefore =
    watch.before !== undefined &&
    deployment !== undefined &&
    deployment.startTime !== '' &&
    deployment.startTime === watch.before.startTime;
  const version = watch.deployVersion || application.deployVersion;
  const isOfOther = ![undefined, '', version].includes(deployment?.newDeployVersion) && !!version;
  const isFinished =
    deployment === undefined ||
    (deployment.batches.every((each) => each.status.toLowerCase() === 'finish') &&
      !/error|fail|revert/i.test(deployment.status) &&
      !/revert/i.test(deployment.currentBatchStatus));
  return (
    watch.revisionId !== '' &&
    application.versionId === watch.revisionId &&
    !application.underDeploying &&
    application.batchDeployStatus === '' &&
    !isOfBefore &&
    !isOfOther &&
    isFinished &&
    serving.length >= countWanted(snapshot)
  );
}

function follow(watch: RolloutState, seen: readonly Look[]): RolloutState[] {
  let at = watch;
  return seen.map((each) => (at = look(at, each, { pollInterval: 3_600_000 })));
}

describe('whatever the cloud shows', () => {
  it('is observed', () => {
    fc.assert(
      fc.property(begun, looks, (watch, seen) => {
        for (const { verdict } of follow(watch, seen)) expect(KINDS).toContain(verdict.kind);
      }),
      RUNS,
    );
  });

  it('is a success after all evidence in two looks in a row or more, and for long enough', () => {
    let successes = 0;
    fc.assert(
      fc.property(begun, looks, (watch, seen) => {
        const watches = follow(watch, seen);
        watches.forEach((after, index) => {
          if (after.verdict.kind !== 'succeeded') return;
          successes += 1;
          const lacking = seen
            .slice(0, index + 1)
            .findLastIndex(([, each]) => !hasAllEvidence(each, after));
          const stretch = seen.slice(lacking + 1, index + 1);
          expect(stretch.length).toBeGreaterThanOrEqual(2);
          const [from = Infinity, to = 0] = [stretch[0]?.[0], stretch.at(-1)?.[0]];
          expect(to - from).toBeGreaterThanOrEqual(STABLE_SECONDS);
        });
      }),
      RUNS,
    );
    expect(successes).toBeGreaterThan(0);
  });

  it('is a failure by pods only where they crash on for the grace period', () => {
    let failures = 0;
    fc.assert(
      fc.property(begun, looks.map(withoutRestarts), (watch, seen) => {
        follow(watch, seen).forEach(({ verdict, revisionId }, index) => {
          if (verdict.kind !== 'failed' || verdict.failure.cause !== 'pods') return;
          failures += 1;
          for (const { podId } of verdict.failure.pods) {
            // A crash counts whatever the application shows: a pod tells its revision itself.
            const ours = seen.slice(0, index + 1).filter(([, { application, pods }]) => {
              const own = pods.find((one) => one.podId === podId && one.versionId === revisionId);
              return application.versionId === revisionId || isCrashing(own);
            });
            expect(getCrashTime(ours, podId, revisionId)).toBeGreaterThanOrEqual(GRACE_SECONDS);
          }
        });
      }),
      RUNS,
    );
    expect(failures).toBeGreaterThan(0);
  });

  it('is confirmed at most once a batch', () => {
    let confirmations = 0;
    fc.assert(
      fc.property(begun, looksWithPauses, (watch, seen) => {
        const resumed: Batch['position'][] = [];
        let at = watch;
        // Each look lasts, because a pause has to before it counts.
        const lasting = seen.flatMap(([second, snapshot]): Look[] => [
          [second * 40, snapshot],
          [second * 40 + 20, snapshot],
        ]);
        for (const each of lasting) {
          at = look(at, each);
          if (at.verdict.kind !== 'waiting' || at.verdict.batch === undefined) continue;
          resumed.push(at.verdict.batch);
          at = markResumed(at, at.verdict.batch);
        }
        confirmations += resumed.length;
        expect(new Set(resumed).size).toBe(resumed.length);
      }),
      RUNS,
    );
    expect(confirmations).toBeGreaterThan(0);
  });

  it('is never waited for on behalf of a batch that does not say so', () => {
    fc.assert(
      fc.property(begun, looks, (watch, seen) => {
        follow(watch, seen).forEach(({ verdict }, index) => {
          if (verdict.kind !== 'waiting' || verdict.batch === undefined) return;
          const batches = seen[index]?.[1].deployment?.batches ?? [];
          const said = batches.find((each) => each.position === verdict.batch)?.status;
          expect(said?.toLowerCase()).toBe('waitforresume');
        });
      }),
      RUNS,
    );
  });

  it('is never a failure because of what was there before, until ours was seen', () => {
    fc.assert(
      fc.property(looks, (seen) => {
        const theirs = seen.map(([second, { application, ...rest }]): Look => [
          second,
          { ...rest, application: { ...application, versionId: BEFORE } },
        ]);
        for (const { verdict } of follow(trackStarted('', before, 'v2'), theirs)) {
          expect(verdict.kind).toBe('not-started');
        }
      }),
    );
  });

  it('does not change the watch that it is given', () => {
    fc.assert(
      fc.property(begun, looks, (watch, seen) => {
        for (const at of follow(watch, seen)) {
          const { podFailures: trouble, resumed } = at;
          const copy = structuredClone({ trouble, resumed });
          seen.forEach((each) => look(at, each));
          expect({ trouble: at.podFailures, resumed: at.resumed }).toEqual(copy);
        }
      }),
      { numRuns: 50 },
    );
  });
});
