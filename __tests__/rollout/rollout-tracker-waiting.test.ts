import { describe, expect, it } from '@jest/globals';
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
import { ATTACHED, expectVerdicts, look, NO_ID, triggered, verdicts, watches } from './tracking.ts';

describe('a batch that waits for confirmation', () => {
  it.each<Row>([
    { name: 'BETA', steps: [[0, waiting('beta'), 'waiting: beta']] },
    {
      name: 'MANUAL',
      steps: [[0, waiting(2), 'waiting: 2']],
    },
    {
      name: 'in a word of another case',
      steps: [
        [0, waiting(1, { deployment: { batches: [batch(1, 'WAITFORRESUME')] } }), 'waiting: 1'],
      ],
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
      name: 'not while one of several new pods is not healthy',
      steps: [
        [0, waiting(1, { pods: [pod('a'), pod('b', { isReady: false })] }), 'deploying'],
        [3, waiting(1, { pods: [pod('a'), pod('b')] }), 'waiting: 1'],
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
      steps: [
        [
          0,
          waiting('beta', { pods: [pod('a'), crashing('z', { versionId: BEFORE })] }),
          'waiting: beta',
        ],
      ],
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
  ])('$name', ({ steps, begun }) => {
    expectVerdicts(steps, begun);
  });

  it('is confirmed once, though the cloud goes on saying that it waits', () => {
    const [waits] = watches(triggered, [[0, waiting('beta')]]);
    const resumed = markResumed(waits ?? triggered, 'beta');
    expect(resumed.verdict).toEqual({ kind: 'deploying' });
    expect(
      verdicts(resumed, [
        [3, waiting('beta')],
        [6, waiting('beta')],
      ]),
    ).toEqual(['deploying', 'deploying']);
    expect(verdicts(resumed, [[9, waiting(1)]])).toEqual(['waiting: 1']);
  });

  it('is not confirmed by what the application says once one was: it lags', () => {
    const resumed = markResumed(triggered, 'beta');
    const lagging = waiting(1, { deployment: { batches: [] } });
    expect(verdicts(resumed, [[3, lagging]])).toEqual(['deploying']);
  });

  it('remembers every confirmation', () => {
    const resumed = [1, 2, 3].reduce((watch, position) => {
      const waits = look(watch, [position, waiting(position)]);
      expect(waits.verdict).toEqual({ kind: 'waiting', batch: position });
      return markResumed(waits, position);
    }, triggered);
    expect([...resumed.resumed]).toEqual([1, 2, 3]);
    expect(
      verdicts(resumed, [
        [9, waiting(1)],
        [12, done()],
        [15, done()],
      ]),
    ).toEqual(['deploying', 'settling', 'succeeded']);
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
    const since = (ms: number) => ({ since: ms, status: 'CrashLoopBackOff' });
    const looks: Look[] = [
      [5, underWay({ pods: [crashing('a'), pod('b')] })],
      [10, underWay({ pods: [pod('a', { isReady: false }), crashing('b')] })],
      [15, underWay({ pods: [pod('a'), crashing('b')] })],
    ];
    expect(watches(triggered, looks).map(({ podFailures: trouble }) => [...trouble])).toEqual([
      [['a', since(5_000)]],
      [
        ['a', since(5_000)],
        ['b', since(10_000)],
      ],
      [['b', since(10_000)]],
    ]);
  });

  it('is, of one that was attached to, that it is current and not ours', () => {
    expect(ATTACHED).toMatchObject({ revisionId: OURS, isSeen: true, deployVersion: '' });
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
    expect(
      verdicts(begun, [
        [0, snapshot],
        [3, snapshot],
      ]),
    ).toEqual(['settling', 'succeeded']);
    expect(START_OURS).not.toBe(START_BEFORE);
  });
});
