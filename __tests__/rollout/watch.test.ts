import { describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../src/rollout/snapshot.ts';
import type { Watch } from '../../src/rollout/watch.ts';
import { confirmed, watchCurrent, watchTriggered } from '../../src/rollout/watch.ts';
import {
  readApplication,
  readDeployment,
  readPod,
} from '../../src/tencent/tem-answers.ts';
import * as examples from '../fixtures/tem-examples.ts';
import {
  BEFORE,
  OURS,
  START_BEFORE,
  START_OURS,
  THEIRS,
  batch,
  crashing,
  deployment,
  done,
  old,
  pod,
  stillBefore,
  underWay,
  waiting,
} from './snapshots.ts';
import type { Look } from './watching.ts';
import { GRACE_SECONDS, look, triggered, verdicts, watches } from './watching.ts';

/** Looks at these seconds, and the verdict that each must bring. */
type Step = readonly [second: number, snapshot: Snapshot, verdict: string];

interface Row {
  readonly name: string;
  readonly steps: readonly Step[];
  /** Where it is not our trigger with a revision ID. */
  readonly begun?: Watch;
}

const NO_ID = watchTriggered('', { revisionId: BEFORE, startTime: START_BEFORE });
const FIRST_RELEASE = watchTriggered(OURS, { revisionId: '', startTime: '' });
const ATTACHED = watchCurrent(OURS);

const expectVerdicts = ({ steps, begun = triggered }: Row) => {
  const looks = steps.map(([second, snapshot]): Look => [second, snapshot]);
  expect(verdicts(begun, looks)).toEqual(steps.map(([, , verdict]) => verdict));
};

describe('the official examples', () => {
  const example: Snapshot = {
    application: readApplication(examples.applicationInfo),
    deployment: readDeployment(examples.deployApplicationDetail),
    pods: examples.applicationPods.PodList.map(readPod),
  };
  const withoutDetail = { ...example, deployment: undefined };
  const current = watchCurrent('revision-jorxnl6j');
  const before = { revisionId: 'revision-57moqvm5', startTime: '2024-12-19 11:11:00' };

  it.each<Row>([
    {
      name: 'DescribeDeployApplicationDetail: all batches Finish, yet Error is a failure',
      begun: current,
      steps: [[0, example, 'failed: status Error ()']],
    },
    {
      name: 'the same, right after a trigger that gave its ID',
      begun: watchTriggered('revision-jorxnl6j', before),
      steps: [[0, example, 'failed: status Error ()']],
    },
    {
      name: 'RollingUpdate with an empty Result: the revision is found by reading',
      begun: watchTriggered('', before),
      steps: [[0, example, 'failed: status Error ()']],
    },
    {
      name: 'RollingUpdate that gave revision-xxx, which does not show yet',
      begun: watchTriggered('revision-xxx', {
        revisionId: 'revision-jorxnl6j',
        startTime: '2024-12-20 17:00:17',
      }),
      steps: [
        [0, example, 'not-started'],
        [500, example, 'not-started'],
      ],
    },
    {
      name: 'DescribeApplicationInfo and DescribeApplicationPods alone: a crash loop of two pods',
      begun: current,
      steps: [
        [0, withoutDetail, 'deploying'],
        [119, withoutDetail, 'deploying'],
        [121, withoutDetail, 'failed: pods app0925-4sbct, app0925-s4vpj'],
      ],
    },
  ])('$name', expectVerdicts);
});

describe('before it shows', () => {
  it.each<Row>([
    {
      name: 'the application that shows the revision before is no evidence',
      steps: [
        [0, stillBefore(), 'not-started'],
        [3, stillBefore(), 'not-started'],
        [600, stillBefore(), 'not-started'],
      ],
    },
    {
      name: 'nor is its error',
      steps: [
        [0, stillBefore({ deployment: { status: 'Error' } }), 'not-started'],
        [3, stillBefore({ deployment: { status: 'Error' } }), 'not-started'],
      ],
    },
    {
      name: 'nor are its crashes',
      steps: [
        [0, stillBefore({ pods: [crashing('z', { versionId: BEFORE })] }), 'not-started'],
        [900, stillBefore({ pods: [crashing('z', { versionId: BEFORE })] }), 'not-started'],
      ],
    },
    {
      name: 'an application without a revision is no evidence',
      steps: [[0, done({ application: { versionId: '' } }), 'not-started']],
    },
    {
      name: 'a third revision before ours was seen is not taken for its successor',
      steps: [
        [0, done({ application: { versionId: THEIRS } }), 'not-started'],
        [3, done({ application: { versionId: THEIRS } }), 'not-started'],
        [6, underWay(), 'deploying'],
      ],
    },
    {
      name: 'the Detail of the rollout before is not ours, though all of it is finished',
      steps: [
        [0, done({ deployment: { startTime: START_BEFORE } }), 'not-started'],
        [3, done({ deployment: { startTime: START_BEFORE } }), 'not-started'],
        [6, done(), 'settling'],
        [9, done(), 'succeeded'],
      ],
    },
    {
      name: 'nor when it says Error',
      steps: [
        [0, underWay({ deployment: { startTime: START_BEFORE, status: 'Error' } }), 'not-started'],
        [3, underWay(), 'deploying'],
      ],
    },
    {
      name: 'nor when it says that it was reverted',
      steps: [
        [
          0,
          underWay({ deployment: { startTime: START_BEFORE, currentBatchStatus: 'revert' } }),
          'not-started',
        ],
        [3, underWay(), 'deploying'],
      ],
    },
    {
      name: 'nor when it waits for confirmation',
      steps: [[0, waiting('beta', { deployment: { startTime: START_BEFORE } }), 'not-started']],
    },
    {
      name: 'pods count by their revision: ours fail although the Detail stays behind',
      steps: [
        [
          0,
          underWay({ deployment: { startTime: START_BEFORE }, pods: [crashing('a')] }),
          'not-started',
        ],
        [
          GRACE_SECONDS + 1,
          underWay({ deployment: { startTime: START_BEFORE }, pods: [crashing('a')] }),
          'failed: pods a',
        ],
      ],
    },
    {
      name: 'without an ID the first revision that is not the one before is ours',
      begun: NO_ID,
      steps: [
        [0, stillBefore(), 'not-started'],
        [3, underWay(), 'deploying'],
        [6, done(), 'settling'],
        [9, done(), 'succeeded'],
      ],
    },
    {
      name: 'without an ID a revision that is missing is not taken for ours',
      begun: NO_ID,
      steps: [
        [0, done({ application: { versionId: '' }, pods: [pod('a', { versionId: '' })] }), 'not-started'],
        [3, done({ application: { versionId: '' }, pods: [pod('a', { versionId: '' })] }), 'not-started'],
      ],
    },
    {
      name: 'a first release: there was nothing before',
      begun: FIRST_RELEASE,
      steps: [
        [0, done({ application: { versionId: '' }, deployment: 'none', pods: [] }), 'not-started'],
        [
          3,
          underWay({
            deployment: {
              strategy: { type: 3, totalBatchCount: 1, betaBatchNum: 0, batchInterval: 0 },
              batches: [batch(1, 'Deploying')],
            },
            pods: [pod('a', { status: 'ContainerCreating', isReady: false })],
          }),
          'deploying',
        ],
        [6, done({ deployment: { batches: [batch(1, 'Finish')] } }), 'settling'],
        [9, done({ deployment: { batches: [batch(1, 'Finish')] } }), 'succeeded'],
      ],
    },
    {
      name: 'a first release without an ID',
      begun: watchTriggered('', { revisionId: '', startTime: '' }),
      steps: [
        [0, done({ application: { versionId: '' }, deployment: 'none', pods: [] }), 'not-started'],
        [3, done(), 'settling'],
        [6, done(), 'succeeded'],
      ],
    },
  ])('$name', expectVerdicts);
});

const twice = (snapshot: Snapshot, verdict: string): Step[] => [
  [0, snapshot, verdict],
  [3, snapshot, verdict],
];

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
      steps: confirmedTwice(done({ deployment: { newDeployVersion: 'v2', oldDeployVersion: 'v2' } })),
    },
    {
      name: 'does not wait for old pods that linger',
      steps: confirmedTwice(done({ pods: [pod('a'), pod('b'), old('z'), old('y', { status: 'Terminating' })] })),
    },
    {
      name: 'needs one pod where ExpectedInstances is null',
      steps: confirmedTwice(done({ application: { expectedInstances: undefined }, pods: [pod('a')] })),
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
    { name: 'is there at once for a rollout that has ended', begun: ATTACHED, steps: confirmedTwice(done()) },
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
  ])('$name', expectVerdicts);
});

describe('no success', () => {
  const status = (word: string) => done({ deployment: { batches: [batch(1, 'Finish'), batch(2, word)] } });
  it.each([
    ['Running from the first read on, with nothing done', underWay({ pods: [old('y'), old('z')] })],
    ['UnderDeploying', done({ application: { underDeploying: true } })],
    ['BatchDeployStatus batch_updating', done({ application: { batchDeployStatus: 'batch_updating' } })],
    ['an unknown BatchDeployStatus', done({ application: { batchDeployStatus: 'batch_thinking' } })],
    ['a batch NotStart', status('NotStart')],
    ['a batch Deploying', status('Deploying')],
    ['a batch WaitForTimeExceed', status('WaitForTimeExceed')],
    ['a batch with an unknown word', status('Rebalancing')],
    ['a batch that is nearly finished', status('Finishing')],
    ['a batch without a status', status('')],
    ['a beta batch that is not finished', done({ deployment: { batches: [batch('beta', 'Deploying'), batch(1, 'Finish')] } })],
    ['no pods', done({ pods: [] })],
    ['no pods, and none expected', done({ application: { expectedInstances: 0 }, pods: [] })],
    ['pods of the revision before alone', done({ pods: [old('y'), old('z')] })],
    ['pods without a revision', done({ pods: [pod('a', { versionId: '' }), pod('b', { versionId: '' })] })],
    ['one pod of two', done({ pods: [pod('a'), old('z')] })],
    ['more expected than what runs', done({ application: { expectedInstances: 3 } })],
    ['a pod that is not ready', done({ pods: [pod('a'), pod('b', { isReady: false })] })],
    ['a pod that is unhealthy', done({ pods: [pod('a'), pod('b', { isUnhealthy: true })] })],
    ['a pod that is Pending', done({ pods: [pod('a'), pod('b', { status: 'Pending' })] })],
    ['a pod without a status', done({ pods: [pod('a'), pod('b', { status: '' })] })],
    ['a pod with an unknown word', done({ pods: [pod('a'), pod('b', { status: 'Meditating' })] })],
    ['a pod that is Running Unhealthy', done({ pods: [pod('a'), pod('b', { status: 'Running Unhealthy: readiness probe failed' })] })],
  ])('with %s', (_, snapshot) => {
    expectVerdicts({ name: '', steps: twice(snapshot, 'deploying') });
  });
});

describe('a failure', () => {
  it.each(['Error', 'error', 'ERROR', 'DeployError', 'Failed', 'fail', 'DEPLOY_FAILED'])('by status %s', (word) => {
    const snapshot = underWay({ deployment: { status: word, errorMessage: 'no quota' } });
    expectVerdicts({ name: '', steps: [[0, snapshot, `failed: status ${word} (no quota)`]] });
  });

  it.each(['Running', 'Rolling', 'Success', 'Finish', '', 'Paused'])('not by status "%s"', (word) => {
    expectVerdicts({ name: '', steps: twice(underWay({ deployment: { status: word } }), 'deploying') });
  });

  const crash = underWay({ pods: [crashing('a'), old('z')] });
  const between = (facts = {}) => underWay({ pods: [pod('a', { isReady: false, ...facts }), old('z')] });

  it.each<Row>([
    {
      name: 'by an error although everything else is good',
      steps: [[0, done({ deployment: { status: 'Error' } }), 'failed: status Error ()']],
    },
    {
      name: 'not by crashes inside the grace period',
      steps: [
        [0, crash, 'deploying'],
        [60, crash, 'deploying'],
        [119, crash, 'deploying'],
        [122, underWay(), 'deploying'],
        [125, done(), 'settling'],
        [128, done(), 'succeeded'],
      ],
    },
    {
      name: 'by crashes for longer than that',
      steps: [
        [0, underWay(), 'deploying'],
        [50, crash, 'deploying'],
        [169, crash, 'deploying'],
        [171, crash, 'failed: pods a'],
      ],
    },
    {
      name: 'by a crash loop that shows Running between two crashes',
      steps: [
        [0, crash, 'deploying'],
        [30, between(), 'deploying'],
        [60, crash, 'deploying'],
        [100, between({ isReady: true, isUnhealthy: true }), 'deploying'],
        [121, crash, 'failed: pods a'],
      ],
    },
    {
      name: 'by a crash loop that happens to run when the grace period ends',
      steps: [
        [0, crash, 'deploying'],
        [121, between(), 'failed: pods a'],
      ],
    },
    {
      name: 'by the pods that have crashed for too long, not by those that just began',
      steps: [
        [0, underWay({ pods: [crashing('a'), pod('b')] }), 'deploying'],
        [100, underWay({ pods: [crashing('a'), crashing('b')] }), 'deploying'],
        [121, underWay({ pods: [crashing('a'), crashing('b')] }), 'failed: pods a'],
      ],
    },
    {
      name: 'by crashes without DescribeDeployApplicationDetail',
      steps: [
        [0, underWay({ deployment: 'none', pods: [crashing('a')] }), 'deploying'],
        [121, underWay({ deployment: 'none', pods: [crashing('a')] }), 'failed: pods a'],
      ],
    },
    {
      name: 'not by a pod that recovers and crashes again later: the period begins anew',
      steps: [
        [0, crash, 'deploying'],
        [60, underWay(), 'deploying'],
        [100, crash, 'deploying'],
        [200, crash, 'deploying'],
        [221, crash, 'failed: pods a'],
      ],
    },
    {
      name: 'not by a pod that went away',
      steps: [
        [0, crash, 'deploying'],
        [60, underWay({ pods: [old('z')] }), 'deploying'],
        [121, underWay(), 'deploying'],
      ],
    },
    {
      name: 'not by crashes of the revision before',
      steps: [
        [0, underWay({ pods: [crashing('z', { versionId: BEFORE })] }), 'deploying'],
        [900, underWay({ pods: [crashing('z', { versionId: BEFORE })] }), 'deploying'],
      ],
    },
    {
      name: 'not by pods that wait for their nodes',
      steps: [
        [0, underWay({ pods: [pod('a', { status: 'Pending', isReady: false })] }), 'deploying'],
        [900, underWay({ pods: [pod('a', { status: 'Pending', isReady: false })] }), 'deploying'],
      ],
    },
    {
      name: "by somebody's revert, as the Detail tells",
      steps: [
        [0, underWay(), 'deploying'],
        [3, underWay({ deployment: { currentBatchStatus: 'revert' } }), 'failed: reverted'],
      ],
    },
    {
      name: "by somebody's revert, in other words",
      steps: [[0, underWay({ deployment: { status: 'Reverting' } }), 'failed: reverted']],
    },
    {
      name: "by somebody's revert, though it went wrong",
      steps: [
        [
          0,
          underWay({ deployment: { currentBatchStatus: 'Revert', status: 'Error' } }),
          'failed: reverted',
        ],
      ],
    },
    {
      name: "by somebody's revert, as the application tells twice",
      steps: [
        [0, underWay(), 'deploying'],
        [3, stillBefore(), 'not-started'],
        [6, stillBefore(), 'failed: reverted'],
      ],
    },
    {
      name: 'by another rollout, seen twice',
      steps: [
        [0, underWay(), 'deploying'],
        [3, underWay({ application: { versionId: THEIRS } }), 'not-started'],
        [6, underWay({ application: { versionId: THEIRS } }), `failed: superseded by ${THEIRS}`],
      ],
    },
    {
      name: 'by another rollout, for one that was attached to',
      begun: ATTACHED,
      steps: [
        [0, done({ application: { versionId: THEIRS } }), 'not-started'],
        [3, done({ application: { versionId: THEIRS } }), `failed: superseded by ${THEIRS}`],
      ],
    },
    {
      name: 'not by looks that show another revision now and then',
      steps: [
        [0, underWay(), 'deploying'],
        [3, stillBefore(), 'not-started'],
        [6, underWay(), 'deploying'],
        [9, stillBefore(), 'not-started'],
        [12, underWay(), 'deploying'],
      ],
    },
    {
      name: 'not by an application that shows no revision',
      steps: [
        [0, underWay(), 'deploying'],
        [3, underWay({ application: { versionId: '' } }), 'not-started'],
        [6, underWay({ application: { versionId: '' } }), 'not-started'],
        [9, done(), 'settling'],
      ],
    },
    {
      name: 'not by a first release that shows no revision for a while',
      begun: FIRST_RELEASE,
      steps: [
        [0, underWay(), 'deploying'],
        [3, done({ application: { versionId: '' } }), 'not-started'],
        [6, done({ application: { versionId: '' } }), 'not-started'],
      ],
    },
  ])('$name', expectVerdicts);

  it('counts a crash from its first look on, whatever a stale look shows in between', () => {
    const steps: Step[] = [
      [0, crash, 'deploying'],
      [60, stillBefore(), 'not-started'],
      [121, crash, 'failed: pods a'],
    ];
    expectVerdicts({ name: '', steps });
  });
});

describe('a batch that waits for confirmation', () => {
  it.each<Row>([
    { name: 'BETA', steps: [[0, waiting('beta'), 'waiting: beta']] },
    {
      name: 'MANUAL',
      steps: [[0, waiting(2), 'waiting: 2']],
    },
    {
      name: 'in a word of another case',
      steps: [[0, waiting(1, { deployment: { batches: [batch(1, 'WAITFORRESUME')] } }), 'waiting: 1']],
    },
    {
      name: 'AUTO with intervals waits for the time alone',
      steps: [
        [
          0,
          underWay({
            deployment: { batches: [batch(1, 'WaitForTimeExceed'), batch(2, 'NotStart')] },
          }),
          'deploying',
        ],
      ],
    },
    {
      name: 'where the site tells of no batches',
      steps: [[0, waiting(1, { deployment: 'none' }), 'waiting: unknown batch']],
    },
    {
      name: 'where the Detail says nothing at all',
      steps: [[0, waiting(1, { deployment: silentDetail }), 'waiting: unknown batch']],
    },
    {
      name: 'not while the batches say that they deploy',
      steps: [
        [
          0,
          underWay({ application: { batchDeployStatus: 'batch_updating_waiting_confirm' } }),
          'deploying',
        ],
      ],
    },
    {
      name: 'not while a new pod is not healthy',
      steps: [
        [0, waiting('beta', { pods: [pod('a', { isReady: false })] }), 'deploying'],
        [3, waiting('beta'), 'waiting: beta'],
      ],
    },
    {
      name: 'not while a new pod crashes',
      steps: [
        [0, waiting('beta', { pods: [crashing('a')] }), 'deploying'],
        [121, waiting('beta', { pods: [crashing('a')] }), 'failed: pods a'],
      ],
    },
    {
      name: 'though an old pod is not healthy',
      steps: [[0, waiting('beta', { pods: [pod('a'), crashing('z', { versionId: BEFORE })] }), 'waiting: beta']],
    },
    {
      name: 'though the next one says so as well: the first is meant',
      steps: [
        [
          0,
          waiting('beta', {
            deployment: { batches: [batch('beta', 'WaitForResume'), batch(1, 'WaitForResume')] },
          }),
          'waiting: beta',
        ],
      ],
    },
  ])('$name', expectVerdicts);

  it('is confirmed once, though the cloud goes on saying that it waits', () => {
    const [waits] = watches(triggered, [[0, waiting('beta')]]);
    const resumed = confirmed(waits ?? triggered, 'beta');
    expect(resumed.verdict).toEqual({ kind: 'deploying' });
    expect(verdicts(resumed, [[3, waiting('beta')], [6, waiting('beta')]])).toEqual([
      'deploying',
      'deploying',
    ]);
    expect(verdicts(resumed, [[9, waiting(1)]])).toEqual(['waiting: 1']);
  });

  it('remembers every confirmation', () => {
    const resumed = [1, 2, 3].reduce((watch, position) => {
      const waits = look(watch, [position, waiting(position)]);
      expect(waits.verdict).toEqual({ kind: 'waiting', batch: position });
      return confirmed(waits, position);
    }, triggered);
    expect([...resumed.resumed]).toEqual([1, 2, 3]);
    expect(verdicts(resumed, [[9, waiting(1)], [12, done()], [15, done()]])).toEqual([
      'deploying',
      'settling',
      'succeeded',
    ]);
  });
});

describe('what a watch knows', () => {
  it('is the revision, once it was found by reading', () => {
    const [before, after] = watches(NO_ID, [
      [0, stillBefore()],
      [3, underWay()],
    ]);
    expect(before).toMatchObject({ revisionId: '', isSeen: false });
    expect(after).toMatchObject({ revisionId: OURS, isSeen: true });
  });

  it('is since when which pods are in trouble, in milliseconds', () => {
    const looks: Look[] = [
      [5, underWay({ pods: [crashing('a'), pod('b')] })],
      [10, underWay({ pods: [pod('a', { isReady: false }), crashing('b')] })],
      [15, underWay({ pods: [pod('a'), crashing('b')] })],
    ];
    expect(watches(triggered, looks).map(({ trouble }) => [...trouble])).toEqual([
      [['a', 5_000]],
      [
        ['a', 5_000],
        ['b', 10_000],
      ],
      [['b', 10_000]],
    ]);
  });

  it('starts without a verdict', () => {
    expect([triggered, ATTACHED].map(({ verdict }) => verdict.kind)).toEqual([
      'not-started',
      'not-started',
    ]);
  });

  it('follows a Detail whose start nobody can tell from the one before', () => {
    const begun = watchTriggered(OURS, { revisionId: BEFORE, startTime: '' });
    const snapshot = { ...done(), deployment: deployment({ startTime: '' }) };
    expect(verdicts(begun, [[0, snapshot], [3, snapshot]])).toEqual(['settling', 'succeeded']);
    expect(START_OURS).not.toBe(START_BEFORE);
  });
});
