import { describe, expect, it } from '@jest/globals';
import type { RolloutState } from '../../src/rollout/rollout-tracker.ts';
import { applySnapshot } from '../../src/rollout/rollout-tracker.ts';
import type { Snapshot } from '../../src/rollout/snapshot.ts';
import { batch, done, old, pod, START_BEFORE, stillBefore, underWay } from './snapshots.ts';
import type { Row, Step } from './tracking.ts';
import { always, ATTACHED, expectVerdicts, settles, triggered } from './tracking.ts';

const settled = (snapshot: Snapshot): Step[] => settles(snapshot, 'succeeded');

const silentDetail = {
  strategy: undefined,
  startTime: '',
  status: '',
  currentBatchStatus: '',
  newDeployVersion: '',
  oldDeployVersion: '',
  batches: [],
};

describe('a success', () => {
  it.each<Row>([
    { name: 'lasts for as long as all has to stay healthy', steps: settled(done()) },
    {
      name: 'may go on calling itself Running',
      steps: settled(done({ deployment: { status: 'Running' } })),
    },
    {
      name: 'may have any status that is no error',
      steps: settled(done({ deployment: { status: 'Abgeschlossen' } })),
    },
    { name: 'may have no status', steps: settled(done({ deployment: { status: '' } })) },
    {
      name: 'does not depend on the case of words',
      steps: settled(
        done({
          deployment: { batches: [batch(1, 'FINISH'), batch(2, 'finish')] },
          pods: [pod('a', { status: 'running' }), pod('b', { status: 'RUNNING' })],
        }),
      ),
    },
    {
      name: 'brings the same version that ran before',
      steps: settled(done({ deployment: { newDeployVersion: 'v2', oldDeployVersion: 'v2' } })),
    },
    {
      name: 'does not wait for old pods that linger',
      steps: settled(
        done({ pods: [pod('a'), pod('b'), old('z'), old('y', { status: 'Terminating' })] }),
      ),
    },
    {
      name: 'needs as many pods as there are where ExpectedInstances is null',
      steps: settled(done({ application: { expectedInstances: undefined } })),
    },
    {
      name: 'needs one pod where nothing tells how many',
      steps: settled(
        done({
          application: { expectedInstances: undefined, currentInstances: undefined },
          deployment: 'none',
          pods: [pod('a')],
        }),
      ),
    },
    {
      name: 'has no pod where the application is scaled to 0',
      steps: settled(
        done({ application: { expectedInstances: 0, currentInstances: 0 }, pods: [] }),
      ),
    },
    {
      name: 'may have more pods than are expected',
      steps: settled(done({ application: { expectedInstances: 1 } })),
    },
    {
      name: 'shows without DescribeDeployApplicationDetail',
      steps: settled(done({ deployment: 'none' })),
    },
    {
      name: 'shows where the Detail says nothing at all',
      steps: settled(done({ deployment: silentDetail })),
    },
    {
      name: 'is seen as often for a rollout that was attached to',
      begun: ATTACHED,
      steps: settled(done()),
    },
    {
      name: 'starts to be counted anew when a pod is gone sick in between',
      steps: [
        [0, done(), 'settling'],
        [10, done({ pods: [pod('a'), pod('b', { isReady: false })] }), 'deploying'],
        ...settles(done(), 'succeeded', 14),
      ],
    },
    {
      name: 'starts to be counted anew when a check shows another revision',
      steps: [
        [0, done(), 'settling'],
        [10, stillBefore(), 'not-started'],
        ...settles(done(), 'succeeded', 14),
      ],
    },
    {
      name: 'starts to be counted anew when the Detail falls back',
      steps: [
        [0, done(), 'settling'],
        [10, done({ deployment: { startTime: START_BEFORE } }), 'not-started'],
        ...settles(done(), 'succeeded', 14),
      ],
    },
    {
      name: 'starts to be counted anew when a check says Error',
      steps: [
        [0, done(), 'settling'],
        [10, done({ deployment: { status: 'Error' } }), 'deploying'],
        ...settles(done(), 'succeeded', 14),
      ],
    },
    {
      name: 'starts to be counted anew when the application is scaled up meanwhile',
      steps: [
        [0, done(), 'settling'],
        [10, done({ application: { expectedInstances: 3 } }), 'deploying'],
        ...settles(
          done({
            application: { expectedInstances: 3 },
            pods: [pod('a'), pod('b'), pod('c')],
          }),
          'succeeded',
          14,
        ),
      ],
    },
    {
      name: 'starts over after a gap in which a crash may have passed unseen',
      steps: [
        [0, underWay(), 'deploying'],
        [900, done(), 'settling'],
        [1800, done(), 'settling'],
        [1815, done(), 'succeeded'],
      ],
    },
    {
      name: 'counts an instance beyond those that are expected from when it is healthy',
      steps: [
        [0, done(), 'settling'],
        [
          7,
          done({ pods: [pod('a'), pod('b'), pod('c', { status: 'Pending', isReady: false })] }),
          'settling',
        ],
        [15, done({ pods: [pod('a'), pod('b'), pod('c')] }), 'settling'],
        [30, done({ pods: [pod('a'), pod('b'), pod('c')] }), 'succeeded'],
      ],
    },
    {
      name: 'goes on while it is watched further',
      steps: [...settles(done(), 'succeeded'), [30, done(), 'succeeded']],
    },
  ])('$name', ({ steps, begun }) => {
    expectVerdicts(steps, begun);
  });
});

describe('no success', () => {
  const status = (word: string) =>
    done({ deployment: { batches: [batch(1, 'Finish'), batch(2, word)] } });
  it.each([
    ['Running from the first read on, with nothing done', underWay({ pods: [old('y'), old('z')] })],
    ['UnderDeploying', done({ application: { underDeploying: true } })],
    [
      'BatchDeployStatus batch_updating',
      done({ application: { batchDeployStatus: 'batch_updating' } }),
    ],
    [
      'an unknown BatchDeployStatus',
      done({ application: { batchDeployStatus: 'batch_thinking' } }),
    ],
    ['a batch NotStart', status('NotStart')],
    ['a batch Deploying', status('Deploying')],
    ['a batch WaitForTimeExceed', status('WaitForTimeExceed')],
    ['a batch with an unknown word', status('Rebalancing')],
    ['a batch that is nearly finished', status('Finishing')],
    ['a batch without a status', status('')],
    [
      'a beta batch that is not finished',
      done({ deployment: { batches: [batch('beta', 'Deploying'), batch(1, 'Finish')] } }),
    ],
    ['no pods', done({ pods: [] })],
    [
      'no pods, and none expected, while some are said to run',
      done({ application: { expectedInstances: 0 }, pods: [] }),
    ],
    [
      'fewer pods than its batches add up to, where ExpectedInstances is null',
      done({
        application: { expectedInstances: undefined, currentInstances: undefined },
        pods: [pod('a')],
      }),
    ],
    [
      'fewer pods than are said to run, where ExpectedInstances is 0',
      done({ application: { expectedInstances: 0 }, deployment: 'none', pods: [pod('a')] }),
    ],
    ['pods of the revision before alone', done({ pods: [old('y'), old('z')] })],
    [
      'pods without a revision',
      done({ pods: [pod('a', { versionId: '' }), pod('b', { versionId: '' })] }),
    ],
    ['one pod of two', done({ pods: [pod('a'), old('z')] })],
    ['more expected than what runs', done({ application: { expectedInstances: 3 } })],
    ['a pod that is not ready', done({ pods: [pod('a'), pod('b', { isReady: false })] })],
    ['a pod that is unhealthy', done({ pods: [pod('a'), pod('b', { isUnhealthy: true })] })],
    ['a pod that is Pending', done({ pods: [pod('a'), pod('b', { status: 'Pending' })] })],
    ['a pod without a status', done({ pods: [pod('a'), pod('b', { status: '' })] })],
    ['a pod with an unknown word', done({ pods: [pod('a'), pod('b', { status: 'Meditating' })] })],
    [
      'a pod that is Running Unhealthy',
      done({ pods: [pod('a'), pod('b', { status: 'Running Unhealthy: readiness probe failed' })] }),
    ],
  ])('with %s', (_, snapshot) => {
    expectVerdicts(always(snapshot, 'deploying'));
  });
});

describe('a snapshot that was read slowly', () => {
  const check = (state: RolloutState, requestedAt: number, now: number) =>
    applySnapshot(
      state,
      done(),
      { now: now * 1000, requestedAt: requestedAt * 1000 },
      { failureGrace: 120_000, stableFor: 15_000, pollInterval: 'auto' },
    );

  it('proves health until it was requested, from when it was there', () => {
    const first = check(triggered, 0, 3);
    const second = check(first, 10, 18);
    expect(second.verdict).toEqual({ kind: 'settling', until: 18_000 });
    expect(check(second, 17.9, 18.5).verdict.kind).toBe('settling');
    expect(check(second, 18, 18.5).verdict.kind).toBe('succeeded');
  });
});
