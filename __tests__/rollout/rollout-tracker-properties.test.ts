import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Batch, Pod, Snapshot } from '../../src/rollout/snapshot.ts';
import type { RolloutState } from '../../src/rollout/rollout-tracker.ts';
import { markResumed, trackStarted } from '../../src/rollout/rollout-tracker.ts';
import { BEFORE, OURS, START_BEFORE, START_OURS, THEIRS } from './snapshots.ts';
import type { Look } from './tracking.ts';
import { ATTACHED, GRACE_SECONDS, look, STABLE_SECONDS } from './tracking.ts';

// What is likely stands often in these lists, so that long good stretches come about as well.
const revision = fc.constantFrom(OURS, OURS, OURS, OURS, OURS, OURS, BEFORE, THEIRS, '');
const startTime = fc.constantFrom(START_OURS, START_OURS, START_OURS, START_BEFORE, '');
const status = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('Running', 'Running', '', 'Success') },
  { weight: 1, arbitrary: fc.constantFrom('Error', 'failed', 'revert') },
  { weight: 1, arbitrary: fc.string() },
);
const batchStatus = fc.oneof(
  { weight: 8, arbitrary: fc.constant('Finish') },
  {
    weight: 4,
    arbitrary: fc.constantFrom('NotStart', 'Deploying', 'WaitForTimeExceed', 'WaitForResume'),
  },
  { weight: 1, arbitrary: fc.string() },
);
const podStatus = fc.oneof(
  { weight: 8, arbitrary: fc.constant('Running') },
  { weight: 4, arbitrary: fc.constantFrom('CrashLoopBackOff', 'ImagePullBackOff', 'Error') },
  { weight: 1, arbitrary: fc.constantFrom('Pending', 'ContainerCreating', '') },
  { weight: 1, arbitrary: fc.string() },
);
const mostly = fc.constantFrom(true, true, true, true, true, false);
const rarely = mostly.map((is) => !is);
const count = fc.option(fc.integer({ min: -1, max: 4 }), { nil: undefined });
const maybeNumber = fc.option(fc.double(), { nil: undefined });

/** Times in both forms of the API, and what is none. */
const time = fc.oneof(
  fc.constantFrom('', '2026-01-01 10:20:00', '2026-01-01T02:20:00Z', '1970-01-01 08:00:30'),
  fc.string(),
);
const version = fc.constantFrom('v2', 'v2', 'v2', 'v2', 'v1', '');

const pod: fc.Arbitrary<Pod> = fc.record({
  podId: fc.constantFrom('a', 'b', 'c', 'd', ''),
  versionId: revision,
  status: podStatus,
  isReady: mostly,
  isUnhealthy: rarely,
  warning: fc.string(),
  containerState: fc.string(),
  restartCount: fc.nat(),
  createTime: time,
});

const position = fc.constantFrom<Batch['position']>('beta', 1, 2, 3);
const batch: fc.Arbitrary<Batch> = fc.record({
  position,
  status: batchStatus,
  podNum: fc.integer(),
  nextBatchStartTime: maybeNumber,
  newPods: fc.array(fc.record({ podId: fc.string(), status: fc.string() }), { maxLength: 2 }),
});

const snapshot: fc.Arbitrary<Snapshot> = fc.record({
  application: fc.record({
    applicationId: fc.string(),
    applicationName: fc.string(),
    environmentId: fc.string(),
    versionId: revision,
    deployMode: fc.string(),
    deployVersion: version,
    pkgName: fc.string(),
    underDeploying: rarely,
    batchDeployStatus: fc.constantFrom(
      ...['', '', '', 'batch_updating', 'batch_updating_waiting_confirm', 'other'],
    ),
    expectedInstances: count,
    currentInstances: count,
  }),
  deployment: fc.option(
    fc.record({
      strategy: fc.constant(undefined),
      startTime,
      endTime: time,
      status,
      currentBatchStatus: fc.oneof(batchStatus, fc.constantFrom('revert', 'Finish', 'Finish')),
      errorMessage: fc.string(),
      newDeployVersion: version,
      oldDeployVersion: fc.string(),
      nextBatchStartTime: maybeNumber,
      batches: fc.uniqueArray(batch, { maxLength: 4, selector: (each) => each.position }),
    }),
    { nil: undefined },
  ),
  pods: fc.uniqueArray(pod, { maxLength: 5, selector: ({ podId }) => podId }),
});

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

/** Looks some seconds apart; now and then the same thing is seen again. */
const looks: fc.Arbitrary<Look[]> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 90 }), snapshot, fc.integer({ min: 1, max: 3 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((stretches) => {
    let second = 0;
    return stretches.flatMap(([gap, seen, times]) =>
      Array.from({ length: times }, (): Look => [(second += gap), seen]),
    );
  });

/** How long a pod has crashed without having been healthy half a minute after a crash, in seconds. */
function getCrashTime(ours: readonly Look[], podId: string, revisionId: string): number {
  let [first, last] = [NaN, NaN];
  for (const [second, { pods }] of ours) {
    const seen = pods.find((each) => each.podId === podId && each.versionId === revisionId);
    const hasRecovered = !seen || (isServing(seen) && second - last >= 30);
    if (hasRecovered) [first, last] = [NaN, NaN];
    else if (/crash|back|err|fail/i.test(seen.status)) {
      [first, last] = [Number.isNaN(first) ? second : first, second];
    }
  }
  return last - first;
}

const KINDS = ['not-started', 'deploying', 'waiting', 'settling', 'succeeded', 'failed'];
const RUNS = { numRuns: 500 };

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
  return seen.map((each) => (at = look(at, each)));
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
          const ours = seen
            .slice(0, index + 1)
            .filter(([, { application }]) => application.versionId === revisionId);
          for (const { podId } of verdict.failure.pods) {
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
      fc.property(begun, looks, (watch, seen) => {
        const resumed: Batch['position'][] = [];
        let at = watch;
        for (const each of seen) {
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
