import { describe, expect, it } from '@jest/globals';
import type { Batch, Pod } from '../../src/rollout/snapshot.ts';
import { markResumed, trackStarted } from '../../src/rollout/rollout-tracker.ts';
import {
  batch,
  BEFORE,
  crashing,
  deployment,
  done,
  OURS,
  pod,
  START_BEFORE,
  START_OURS,
  stillBefore,
  underWay,
  waiting,
} from './snapshots.ts';
import type { Look, Row } from './tracking.ts';
import {
  always,
  ATTACHED,
  expectVerdicts,
  NO_ID,
  settles,
  triggered,
  watches,
} from './tracking.ts';

const newPods = ['a', 'b'].map((podId) => ({ podId, status: 'Running' }));

/** The rollout is paused after `begun` instances of its first batch, and `pods` are there. */
const pausedAfter = (begun: readonly Batch[], pods: readonly Pod[]) =>
  waiting(1, { deployment: { batches: [...begun, batch(3, 'NotStart')] }, pods });

describe('a batch that is paused for confirmation', () => {
  it.each<Row>([
    { name: 'BETA', steps: settles(waiting('beta'), 'waiting: beta') },
    { name: 'MANUAL', steps: settles(waiting(2), 'waiting: 2') },
    {
      name: 'in a word of another case',
      steps: settles(
        waiting(1, { deployment: { batches: [batch(1, 'WAITFORRESUME')] } }),
        'waiting: 1',
      ),
    },
    {
      name: 'though the application does not say so',
      steps: settles(waiting(2, { application: { batchDeployStatus: '' } }), 'waiting: 2'),
    },
    {
      name: 'not AUTO with intervals, which waits for the time alone',
      steps: always(
        underWay({
          deployment: { batches: [batch(1, 'WaitForTimeExceed'), batch(2, 'NotStart')] },
        }),
        'deploying',
      ),
    },
    {
      name: 'where the site tells of no batches',
      steps: settles(waiting(1, { deployment: 'none' }), 'waiting: unknown batch'),
    },
    {
      name: 'for longer where the details name no batch at all: they may lag',
      steps: [
        [0, waiting(1, { deployment: { batches: [] } }), 'settling'],
        [15, waiting(1, { deployment: { batches: [] } }), 'settling'],
        [30, waiting(1, { deployment: { batches: [] } }), 'waiting: unknown batch'],
      ],
    },
    {
      name: 'not while the batches say that they deploy, whatever the application says',
      steps: always(
        underWay({ application: { batchDeployStatus: 'batch_updating_waiting_confirm' } }),
        'deploying',
      ),
    },
    {
      name: 'not in a rollout that is rolled back',
      steps: [
        [0, waiting(1, { deployment: { currentBatchStatus: 'revert' } }), 'deploying'],
        [20, waiting(1, { deployment: { currentBatchStatus: 'revert' } }), 'failed: reverted'],
      ],
    },
    {
      name: 'not in a rollout that TEM calls failed',
      steps: always(waiting(1, { deployment: { status: 'Error' } }), 'deploying'),
    },
    {
      name: 'not while a new pod is not healthy',
      steps: [
        ...always(waiting('beta', { pods: [pod('a', { isReady: false })] }), 'deploying'),
        ...settles(waiting('beta'), 'waiting: beta', 60),
      ],
    },
    {
      name: 'not while one of several new pods is not healthy',
      steps: [
        [0, waiting(1, { pods: [pod('a'), pod('b', { isReady: false })] }), 'deploying'],
        ...settles(waiting(1, { pods: [pod('a'), pod('b')] }), 'waiting: 1', 3),
      ],
    },
    {
      name: 'not before all pods that it names are there',
      steps: [
        ...always(pausedAfter([batch(1, 'WaitForResume', { newPods })], [pod('a')]), 'deploying'),
        ...settles(
          pausedAfter([batch(1, 'WaitForResume', { newPods })], [pod('a'), pod('b')]),
          'waiting: 1',
          60,
        ),
      ],
    },
    {
      name: 'though it names no pods, as the batch after the pause would',
      steps: settles(
        pausedAfter(
          [batch('beta', 'Finish'), batch(1, 'WaitForResume', { podNum: 5 })],
          [pod('a')],
        ),
        'waiting: 1',
      ),
    },
    {
      name: 'not before the batches that are finished have their pods',
      steps: [
        ...always(
          pausedAfter(
            [batch('beta', 'Finish', { podNum: 2 }), batch(1, 'WaitForResume')],
            [pod('a')],
          ),
          'deploying',
        ),
        ...settles(
          pausedAfter(
            [batch('beta', 'Finish', { podNum: 2 }), batch(1, 'WaitForResume')],
            [pod('a'), pod('b')],
          ),
          'waiting: 1',
          60,
        ),
      ],
    },
    {
      name: 'not without any new pod',
      steps: always(pausedAfter([batch(1, 'WaitForResume', { podNum: 0 })], []), 'deploying'),
    },
    {
      name: 'counted anew after a pod was not healthy for a moment',
      steps: [
        [0, waiting('beta'), 'settling'],
        [10, waiting('beta', { pods: [pod('a', { isReady: false })] }), 'deploying'],
        ...settles(waiting('beta'), 'waiting: beta', 13),
      ],
    },
    {
      name: 'counted anew where another batch is paused meanwhile',
      steps: [[0, waiting('beta'), 'settling'], ...settles(waiting(1), 'waiting: 1', 14)],
    },
    {
      name: 'not while a new pod crashes',
      steps: [
        [0, waiting('beta', { pods: [crashing('a')] }), 'deploying'],
        [121, waiting('beta', { pods: [crashing('a')] }), 'failed: pods a'],
      ],
    },
    {
      name: 'half a minute after a new pod has crashed',
      steps: [
        [0, waiting('beta', { pods: [crashing('a')] }), 'deploying'],
        [5, waiting('beta'), 'deploying'],
        [29, waiting('beta'), 'deploying'],
        ...settles(waiting('beta'), 'waiting: beta', 30),
      ],
    },
    {
      name: 'though an old pod is not healthy',
      steps: settles(
        waiting('beta', { pods: [pod('a'), crashing('z', { versionId: BEFORE })] }),
        'waiting: beta',
      ),
    },
    {
      name: 'though the next one says so as well: the first is meant',
      steps: settles(
        waiting('beta', {
          deployment: { batches: [batch('beta', 'WaitForResume'), batch(1, 'WaitForResume')] },
          pods: [pod('a'), pod('b')],
        }),
        'waiting: beta',
      ),
    },
  ])('$name', ({ steps, begun }) => {
    expectVerdicts(steps, begun);
  });
});

describe('a batch that was confirmed', () => {
  it('is confirmed once, though the cloud goes on saying that it is paused', () => {
    const resumed = markResumed(triggered, 'beta');
    expect(resumed.verdict).toEqual({ kind: 'deploying' });
    expectVerdicts(
      [
        ...always(waiting('beta'), 'deploying'),
        ...settles(waiting(1), 'waiting: 1', 60),
        [90, waiting('beta'), 'deploying'],
      ],
      resumed,
    );
  });

  it('begins anew what has to last', () => {
    const paused = watches(triggered, [
      [0, waiting(1)],
      [14, waiting(1)],
    ]).at(-1);
    expect(paused?.verdict.kind).toBe('settling');
    const resumed = markResumed(paused ?? triggered, 'beta');
    expectVerdicts(settles(waiting(1), 'waiting: 1', 15), resumed);
  });

  it('is followed by none that the application alone tells of: it lags', () => {
    const resumed = markResumed(triggered, 'beta');
    expectVerdicts(always(waiting(1, { deployment: { batches: [] } }), 'deploying'), resumed);
    expectVerdicts(always(waiting(1, { deployment: 'none' }), 'deploying'), resumed);
  });

  it('is remembered like every other one', () => {
    const resumed = [1, 2, 3].reduce(markResumed, triggered);
    expect([...resumed.resumed]).toEqual([1, 2, 3]);
    expectVerdicts([[9, waiting(1), 'deploying'], ...settles(done(), 'succeeded', 12)], resumed);
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

  it('is since when which pods are in trouble, in milliseconds, and how they last failed', () => {
    const failing = (since: number, lastSeen: number) => ({
      ...{ since, lastSeen },
      status: 'CrashLoopBackOff',
    });
    const looks: Look[] = [
      [5, underWay({ pods: [crashing('a'), pod('b')] })],
      [10, underWay({ pods: [pod('a', { isReady: false }), crashing('b')] })],
      [35, underWay({ pods: [pod('a'), crashing('b')] })],
    ];
    expect(watches(triggered, looks).map(({ podFailures: trouble }) => [...trouble])).toEqual([
      [['a', failing(5_000, 5_000)]],
      [
        ['a', failing(5_000, 5_000)],
        ['b', failing(10_000, 10_000)],
      ],
      [['b', failing(10_000, 35_000)]],
    ]);
  });

  it('is, of one that was attached to, that it is current and not ours', () => {
    expect(ATTACHED).toMatchObject({ revisionId: OURS, isSeen: true, deployVersion: 'v2' });
  });

  it('starts without a verdict', () => {
    expect([triggered, ATTACHED].map(({ verdict }) => verdict.kind)).toEqual([
      'not-started',
      'not-started',
    ]);
  });

  it('follows a Detail whose start nobody can tell from the one before', () => {
    const begun = trackStarted(OURS, { revisionId: BEFORE, startTime: '' }, 'v2');
    const snapshot = { ...done(), deployment: deployment({ startTime: '' }) };
    expectVerdicts(settles(snapshot, 'succeeded'), begun);
    expect(START_OURS).not.toBe(START_BEFORE);
  });
});
