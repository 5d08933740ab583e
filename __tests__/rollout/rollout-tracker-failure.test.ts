import { describe, expect, it } from '@jest/globals';
import { applySnapshot } from '../../src/rollout/rollout-tracker.ts';
import { BEFORE, crashing, done, old, pod, stillBefore, THEIRS, underWay } from './snapshots.ts';
import type { Look, Row, Step } from './tracking.ts';
import { ATTACHED, expectVerdicts, FIRST_RELEASE, triggered, twice, watches } from './tracking.ts';

describe('a failure', () => {
  it.each(['Error', 'error', 'ERROR', 'DeployError', 'Failed', 'fail', 'DEPLOY_FAILED'])(
    'by status %s',
    (word) => {
      const snapshot = underWay({ deployment: { status: word, errorMessage: 'no quota' } });
      expectVerdicts([[0, snapshot, `failed: status ${word} (no quota)`]]);
    },
  );

  it.each(['Running', 'Rolling', 'Success', 'Finish', '', 'Paused'])(
    'not by status "%s"',
    (word) => {
      expectVerdicts(twice(underWay({ deployment: { status: word } }), 'deploying'));
    },
  );

  const crash = underWay({ pods: [crashing('a'), old('z')] });
  const between = (facts = {}) =>
    underWay({ pods: [pod('a', { isReady: false, ...facts }), old('z')] });

  const evicted = pod('z', { status: 'Evicted', isReady: false });
  const restarted = (restartCount: number) =>
    done({ pods: [pod('a', { restartCount }), pod('b')] });

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
      name: 'by crashes for just as long as that',
      steps: [
        [0, crash, 'deploying'],
        [119, crash, 'deploying'],
        [120, crash, 'failed: pods a'],
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
      name: 'not by a pod that its node gave up',
      steps: [
        [0, done({ pods: [pod('a'), pod('b'), evicted] }), 'settling'],
        [3, done({ pods: [pod('a'), pod('b'), evicted] }), 'succeeded'],
      ],
    },
    {
      name: 'by a crash loop without a readiness probe, healthy whenever it is seen',
      steps: [
        [0, restarted(1), 'deploying'],
        [20, restarted(2), 'deploying'],
        [45, restarted(3), 'deploying'],
        [70, restarted(4), 'deploying'],
        [99, restarted(4), 'deploying'],
        [119, restarted(5), 'deploying'],
        [121, restarted(5), 'failed: pods a'],
      ],
    },
    {
      name: 'not by a pod that restarted once, and has run for half a minute since',
      steps: [
        [0, restarted(0), 'settling'],
        [3, restarted(1), 'deploying'],
        [32, restarted(1), 'deploying'],
        [33, restarted(1), 'settling'],
        [36, restarted(1), 'succeeded'],
      ],
    },
    {
      name: 'not by restarts before anybody watched',
      begun: ATTACHED,
      steps: twice(restarted(7), 'settling').map(([second, snapshot], index) => [
        second,
        snapshot,
        index === 0 ? 'settling' : 'succeeded',
      ]),
    },
    {
      name: 'by restarts after that',
      begun: ATTACHED,
      steps: [
        [0, restarted(7), 'settling'],
        [3, restarted(8), 'deploying'],
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
  ])('$name', ({ steps, begun }) => {
    expectVerdicts(steps, begun);
  });

  const loop = [1, 2, 3, 4, 5].map((times): Look => [times * 25, restarted(times)]);

  it.each<[string, readonly Look[], RegExp]>([
    [
      'the last crash',
      [
        [0, crash],
        [60, restarted(4)],
        [121, restarted(5)],
      ],
      /^CrashLoopBackOff$/,
    ],
    ['the restarts, where no crash was seen', [...loop, [146, restarted(6)]], /restart/],
  ])('by pods names %s', (_, looks, status) => {
    const verdict = watches(triggered, looks).at(-1)?.verdict;
    const failure = { cause: 'pods', pods: [{ status: expect.stringMatching(status) }] };
    expect(verdict).toMatchObject({ kind: 'failed', failure });
  });

  it('counts a crash from its first look on, whatever a stale look shows in between', () => {
    const steps: Step[] = [
      [0, crash, 'deploying'],
      [60, stillBefore(), 'not-started'],
      [121, crash, 'failed: pods a'],
    ];
    expectVerdicts(steps);
  });
});

describe('a failure-grace shorter than it takes to see that a pod has recovered', () => {
  const restarted = (restartCount: number) =>
    underWay({ pods: [pod('a', { restartCount }), old('z')] });
  const kindsOf = (looks: readonly (readonly [second: number, restarts: number])[]) => {
    let watch = ATTACHED;
    return looks.map(([second, restarts]) => {
      watch = applySnapshot(watch, restarted(restarts), second * 1000, { failureGrace: 10_000 });
      return watch.verdict.kind;
    });
  };

  it('does not fail a pod that restarted once before anybody watched', () => {
    const looks = [0, 10, 20, 29, 30, 40].map((second) => [second, 1] as const);
    expect(new Set(kindsOf(looks))).toEqual(new Set(['deploying']));
  });

  it('fails one that restarts on', () => {
    const kinds = kindsOf([
      [0, 1],
      [10, 2],
      [20, 2],
      [29, 3],
      [31, 3],
    ]);
    expect(kinds).toEqual(['deploying', 'deploying', 'deploying', 'deploying', 'failed']);
  });
});
