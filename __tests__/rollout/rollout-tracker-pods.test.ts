import { describe, expect, it } from '@jest/globals';
import { BEFORE, crashing, done, old, pod, stillBefore, underWay } from './snapshots.ts';
import type { Look, Row } from './tracking.ts';
import {
  always,
  ATTACHED,
  expectVerdicts,
  look,
  settles,
  triggered,
  verdicts,
  watches,
} from './tracking.ts';

const crash = underWay({ pods: [crashing('a'), old('z')] });
const between = (facts = {}) =>
  underWay({ pods: [pod('a', { isReady: false, ...facts }), old('z')] });
const restarted = (restartCount: number) => done({ pods: [pod('a', { restartCount }), pod('b')] });

describe('a failure by pods', () => {
  it.each<Row>([
    {
      name: 'not by crashes inside the grace period; then all has to be healthy for longer',
      steps: [
        [0, crash, 'deploying'],
        [119, crash, 'deploying'],
        [122, done(), 'deploying'],
        [148, done(), 'deploying'],
        ...settles(done(), 'succeeded', 149),
      ],
    },
    {
      name: 'by crashes for as long as that',
      steps: [
        [0, underWay(), 'deploying'],
        [50, crash, 'deploying'],
        [169, crash, 'deploying'],
        [170, crash, 'failed: pods a'],
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
      name: 'not by a crash loop that happens to run when the grace period ends, but by its next crash',
      steps: [
        [0, crash, 'deploying'],
        [110, crash, 'deploying'],
        [121, between(), 'deploying'],
        [125, crash, 'failed: pods a'],
      ],
    },
    {
      name: 'by a crash loop that looks healthy and counts no restart between two crashes',
      steps: [0, 10, 35, 45, 64, 74, 93, 120].map((second, index) => [
        second,
        index % 2 === 0 || second === 120
          ? done({ pods: [crashing('a', { restartCount: 0 }), pod('b')] })
          : done(),
        second === 120 ? 'failed: pods a' : 'deploying',
      ]),
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
        [121, restarted(5), 'deploying'],
        [140, restarted(6), 'failed: pods a'],
      ],
    },
    {
      name: 'not by a pod that restarted once, and has run for half a minute since',
      steps: [
        [0, restarted(0), 'settling'],
        [3, restarted(1), 'deploying'],
        [32, restarted(1), 'deploying'],
        ...settles(restarted(1), 'succeeded', 33),
      ],
    },
    {
      name: 'not by restarts before anybody watched',
      begun: ATTACHED,
      steps: settles(restarted(7), 'succeeded'),
    },
    {
      name: 'by restarts after that',
      begun: ATTACHED,
      steps: [
        [0, restarted(7), 'settling'],
        [3, restarted(8), 'deploying'],
        [32, restarted(8), 'deploying'],
        [33, restarted(8), 'settling'],
      ],
    },
    {
      name: 'not by a pod that its node gave up',
      steps: settles(
        done({ pods: [pod('a'), pod('b'), pod('z', { status: 'Evicted', isReady: false })] }),
        'succeeded',
      ),
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
        [30, underWay(), 'deploying'],
        [100, crash, 'deploying'],
        [219, crash, 'deploying'],
        [220, crash, 'failed: pods a'],
      ],
    },
    {
      name: 'by a pod that looked healthy too soon after its last crash',
      steps: [
        [0, crash, 'deploying'],
        [29, underWay(), 'deploying'],
        [100, crash, 'deploying'],
        [120, crash, 'failed: pods a'],
      ],
    },
    {
      name: 'not by a pod that went away',
      steps: [
        [0, crash, 'deploying'],
        [60, underWay({ pods: [old('z')] }), 'deploying'],
        [121, crash, 'deploying'],
      ],
    },
    {
      name: 'not by crashes of the revision before',
      steps: always(underWay({ pods: [crashing('z', { versionId: BEFORE })] }), 'deploying'),
    },
    {
      name: 'not yet by a crash that shows before the application does; then all has to be healthy for longer',
      steps: [
        [0, stillBefore({ pods: [crashing('a'), old('z')] }), 'not-started'],
        [7, done(), 'deploying'],
        [29, done(), 'deploying'],
        [30, done(), 'settling'],
      ],
    },
    {
      name: 'counted from the first crash on, whatever a stale check shows in between',
      steps: [
        [0, crash, 'deploying'],
        [60, stillBefore(), 'not-started'],
        [121, crash, 'failed: pods a'],
      ],
    },
  ])('$name', ({ steps, begun }) => {
    expectVerdicts(steps, begun);
  });

  it.each<[string, readonly Look[], RegExp]>([
    [
      'the last crash',
      [
        [0, crash],
        [100, restarted(4)],
        [121, restarted(5)],
      ],
      /^CrashLoopBackOff$/,
    ],
    [
      'the restarts, where no crash was seen',
      [1, 2, 3, 4, 5, 6].map((times): Look => [times * 25, restarted(times)]),
      /^Restarting$/,
    ],
  ])('names %s', (_, looks, status) => {
    const verdict = watches(triggered, looks).at(-1)?.verdict;
    const failure = { cause: 'pods', pods: [{ status: expect.stringMatching(status) }] };
    expect(verdict).toMatchObject({ kind: 'failed', failure });
  });
});

describe('a failure-grace shorter than it takes to see that a pod has recovered', () => {
  const kindsOf = (looks: readonly Look[], begun = triggered) => {
    let watch = begun;
    return looks.map((next) => {
      watch = look(watch, next, { failureGrace: 10_000 });
      return watch.verdict.kind;
    });
  };
  const looping = (restartCount: number) =>
    underWay({ pods: [pod('a', { restartCount }), old('z')] });

  it('does not fail a pod that restarted once', () => {
    const kinds = kindsOf([0, 10, 20, 29, 30, 40].map((second) => [second, looping(1)]));
    expect(new Set(kinds)).toEqual(new Set(['deploying']));
  });

  it('does not fail a pod that restarted once before anybody watched', () => {
    const kinds = kindsOf(
      [0, 10, 20, 29, 30, 40].map((second) => [second, looping(1)]),
      ATTACHED,
    );
    expect(new Set(kinds)).toEqual(new Set(['deploying']));
  });

  it('fails one that restarts on for longer than that', () => {
    const kinds = kindsOf([
      [0, looping(1)],
      [10, looping(2)],
      [29, looping(3)],
      [31, looping(4)],
    ]);
    expect(kinds).toEqual(['deploying', 'deploying', 'deploying', 'failed']);
  });

  it('fails one that crashes, once that has lasted', () => {
    const kinds = kindsOf([
      [0, crash],
      [9, crash],
      [10, crash],
    ]);
    expect(kinds).toEqual(['deploying', 'deploying', 'failed']);
  });
});

describe('a pod that was seen failing', () => {
  it.each([
    ['crashing, with a restart', 3],
    ['crashing, though its count of restarts stays 0', 0],
  ])('counts as healthy after half a minute: %s', (_, restartCount) => {
    const failing = done({ pods: [crashing('a', { restartCount }), pod('b')] });
    const healthy = restarted(restartCount);
    const looks: Look[] = [
      [0, failing],
      [5, healthy],
      [29, healthy],
      [30, healthy],
      [45, healthy],
    ];
    expect(verdicts(triggered, looks)).toEqual([
      'deploying',
      'deploying',
      'deploying',
      'settling',
      'succeeded',
    ]);
  });
});
