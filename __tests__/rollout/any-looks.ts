import fc from 'fast-check';
import type { Batch, Pod, Snapshot } from '../../src/rollout/snapshot.ts';
import { BEFORE, OURS, START_BEFORE, START_OURS, THEIRS } from './snapshots.ts';
import type { Look } from './tracking.ts';

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
  deployVersion: version,
  ip: fc.string(),
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

const anySnapshot: fc.Arbitrary<Snapshot> = fc.record({
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
    publicUrl: fc.string(),
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

/** The same, as it is while the rollout pauses. */
function pause({ application, deployment, ...rest }: Snapshot): Snapshot {
  const [first, ...others] = deployment?.batches ?? [];
  if (!deployment || !first) return { application, deployment, ...rest };
  const status = 'WaitForResume';
  return {
    ...rest,
    application: { ...application, versionId: OURS, underDeploying: true },
    deployment: {
      ...deployment,
      startTime: START_OURS,
      currentBatchStatus: status,
      batches: [{ ...first, status }, ...others],
    },
  };
}

/** The same, as it is when the rollout is over. */
function finish({ application, deployment, pods }: Snapshot): Snapshot {
  const done = { status: 'Finish', currentBatchStatus: 'Finish', startTime: START_OURS };
  return {
    application: {
      ...application,
      ...{ versionId: OURS, underDeploying: false, batchDeployStatus: '' },
      ...{ expectedInstances: pods.length, currentInstances: pods.length },
    },
    deployment: deployment && {
      ...deployment,
      ...done,
      newDeployVersion: 'v2',
      batches: deployment.batches.map((each) => ({ ...each, status: 'Finish' })),
    },
    pods: pods.map((each) => ({
      ...each,
      ...{ versionId: OURS, status: 'Running', isReady: true, isUnhealthy: false },
    })),
  };
}

// Without these, hardly any row of looks has a success, and hardly any a pause that lasts.
const likely = { weight: 8, arbitrary: anySnapshot };
const finished = { weight: 1, arbitrary: anySnapshot.map(finish) };
const paused = { weight: 1, arbitrary: anySnapshot.map(pause) };

/** Looks some seconds apart; now and then the same thing is seen again. */
export const looks = looksAt(fc.oneof(likely, finished, paused));
/** The same at a rollout that pauses most of the time. */
export const looksWithPauses = looksAt(fc.oneof(likely, { ...paused, weight: 16 }));

function looksAt(snapshots: fc.Arbitrary<Snapshot>): fc.Arbitrary<Look[]> {
  const stretch = fc.tuple(
    fc.integer({ min: 1, max: 90 }),
    snapshots,
    fc.integer({ min: 1, max: 3 }),
  );
  return fc.array(stretch, { minLength: 1, maxLength: 12 }).map((stretches) => {
    let second = 0;
    return stretches.flatMap(([gap, seen, times]) =>
      Array.from({ length: times }, (): Look => [(second += gap), seen]),
    );
  });
}
