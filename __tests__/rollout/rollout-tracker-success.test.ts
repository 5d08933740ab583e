import { describe, it } from '@jest/globals';
import type { Snapshot } from '../../src/rollout/snapshot.ts';
import { batch, done, old, pod, START_BEFORE, stillBefore, underWay } from './snapshots.ts';
import type { Row, Step } from './tracking.ts';
import { ATTACHED, expectVerdicts, twice } from './tracking.ts';

const confirmedTwice = (snapshot: Snapshot): Step[] => [
  [0, snapshot, 'settling'],
  [3, snapshot, 'succeeded'],
];

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
    { name: 'is seen twice in a row', steps: confirmedTwice(done()) },
    {
      name: 'may go on calling itself Running',
      steps: confirmedTwice(done({ deployment: { status: 'Running' } })),
    },
    {
      name: 'may have any status that is no error',
      steps: confirmedTwice(done({ deployment: { status: 'Abgeschlossen' } })),
    },
    { name: 'may have no status', steps: confirmedTwice(done({ deployment: { status: '' } })) },
    {
      name: 'does not depend on the case of words',
      steps: confirmedTwice(
        done({
          deployment: { batches: [batch(1, 'FINISH'), batch(2, 'finish')] },
          pods: [pod('a', { status: 'running' }), pod('b', { status: 'RUNNING' })],
        }),
      ),
    },
    {
      name: 'brings the same version that ran before',
      steps: confirmedTwice(
        done({ deployment: { newDeployVersion: 'v2', oldDeployVersion: 'v2' } }),
      ),
    },
    {
      name: 'does not wait for old pods that linger',
      steps: confirmedTwice(
        done({ pods: [pod('a'), pod('b'), old('z'), old('y', { status: 'Terminating' })] }),
      ),
    },
    {
      name: 'needs one pod where ExpectedInstances is null',
      steps: confirmedTwice(
        done({ application: { expectedInstances: undefined }, pods: [pod('a')] }),
      ),
    },
    {
      name: 'needs one pod where ExpectedInstances is 0',
      steps: confirmedTwice(done({ application: { expectedInstances: 0 }, pods: [pod('a')] })),
    },
    {
      name: 'may have more pods than are expected',
      steps: confirmedTwice(done({ application: { expectedInstances: 1 } })),
    },
    {
      name: 'shows without DescribeDeployApplicationDetail',
      steps: confirmedTwice(done({ deployment: 'none' })),
    },
    {
      name: 'shows where the Detail says nothing at all',
      steps: confirmedTwice(done({ deployment: silentDetail })),
    },
    {
      name: 'is there at once for a rollout that has ended',
      begun: ATTACHED,
      steps: confirmedTwice(done()),
    },
    {
      name: 'starts to be counted anew when a pod is gone sick between the two looks',
      steps: [
        [0, done(), 'settling'],
        [3, done({ pods: [pod('a'), pod('b', { isReady: false })] }), 'deploying'],
        [6, done(), 'settling'],
        [9, done(), 'succeeded'],
      ],
    },
    {
      name: 'starts to be counted anew when one look shows another revision',
      steps: [
        [0, done(), 'settling'],
        [3, stillBefore(), 'not-started'],
        [6, done(), 'settling'],
        [9, done(), 'succeeded'],
      ],
    },
    {
      name: 'starts to be counted anew when the Detail falls back',
      steps: [
        [0, done(), 'settling'],
        [3, done({ deployment: { startTime: START_BEFORE } }), 'not-started'],
        [6, done(), 'settling'],
      ],
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
    ['no pods, and none expected', done({ application: { expectedInstances: 0 }, pods: [] })],
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
    expectVerdicts(twice(snapshot, 'deploying'));
  });
});
