import { describe, expect, it } from '@jest/globals';
import type { PodFailures, Restarts } from '../../src/rollout/pod-failures.ts';
import {
  findLastingFailure,
  trackPodFailures,
  trackRestarts,
} from '../../src/rollout/pod-failures.ts';
import type { Pod } from '../../src/rollout/snapshot.ts';
import { crashing, pod } from './snapshots.ts';

const NONE: Restarts = new Map();

/** What is known after checks at these seconds, each with the pods that it showed. */
function track(checks: readonly (readonly [second: number, pods: readonly Pod[]])[]): PodFailures {
  return checks.reduce<PodFailures>(
    (failures, [second, pods]) => trackPodFailures(failures, pods, NONE, second * 1000),
    new Map(),
  );
}

describe('a pod that failed', () => {
  const failed = (since: number, lastSeen: number) => [
    ['a', { since: since * 1000, lastSeen: lastSeen * 1000, status: 'CrashLoopBackOff' }],
  ];
  it.each<[string, Parameters<typeof track>[0], unknown]>([
    ['is remembered from its first failure', [[5, [crashing('a')]]], failed(5, 5)],
    [
      'is remembered until its last failure',
      [
        [5, [crashing('a')]],
        [25, [crashing('a')]],
      ],
      failed(5, 25),
    ],
    [
      'is remembered while it is healthy for less than 30 s',
      [
        [5, [crashing('a')]],
        [34, [pod('a')]],
      ],
      failed(5, 5),
    ],
    [
      'is forgotten after it was healthy for 30 s',
      [
        [5, [crashing('a')]],
        [35, [pod('a')]],
      ],
      [],
    ],
    [
      'is remembered while it is neither healthy nor failing, however long',
      [
        [5, [crashing('a')]],
        [500, [pod('a', { isReady: false })]],
      ],
      failed(5, 5),
    ],
    [
      'is remembered where a list lacks it',
      [
        [5, [crashing('a')]],
        [6, [pod('b')]],
        [34, [pod('b')]],
      ],
      failed(5, 5),
    ],
    [
      'goes on failing where a list has lacked it',
      [
        [5, [crashing('a')]],
        [10, []],
        [15, [crashing('a')]],
      ],
      failed(5, 15),
    ],
    [
      'is forgotten where it is gone for 30 s',
      [
        [5, [crashing('a')]],
        [35, [pod('b')]],
      ],
      [],
    ],
    ['is none where all are healthy', [[5, [pod('a'), pod('b')]]], []],
  ])('%s', (_, checks, expected) => {
    expect([...track(checks)]).toEqual(expected);
  });

  it('counts a recent restart like a failure, at the time of the restart', () => {
    const pods = [pod('a', { restartCount: 2 })];
    const restarts = trackRestarts(new Map(), pods, 10_000);
    const failures = trackPodFailures(new Map(), pods, restarts, 39_999);
    expect(failures.get('a')).toMatchObject({ since: 39_999, lastSeen: 10_000 });
    expect([...trackPodFailures(failures, pods, restarts, 40_000)]).toEqual([]);
  });

  it('has a last failure no earlier than the crash that was seen before a restart', () => {
    const before = track([[20, [crashing('a', { restartCount: 1 })]]]);
    const pods = [pod('a', { restartCount: 1 })];
    const restarts = trackRestarts(new Map(), pods, 15_000);
    expect(trackPodFailures(before, pods, restarts, 25_000).get('a')).toMatchObject({
      since: 20_000,
      lastSeen: 20_000,
      status: 'CrashLoopBackOff',
    });
  });
});

describe('a failure that has lasted', () => {
  const failures = (lastSeen: number): PodFailures =>
    new Map([['a', { since: 0, lastSeen, status: 'ErrImagePull' }]]);

  it.each<[string, readonly Pod[], number, number, boolean]>([
    ['lasts as long as the grace period', [crashing('a')], 120_000, 120_000, true],
    ['is a little shorter than that', [crashing('a')], 119_999, 120_000, false],
    ['is of a pod that is gone', [crashing('b')], 500_000, 120_000, false],
    ['is short, in a pod that looks healthy', [pod('a')], 29_999, 10_000, false],
    ['is long, in a pod that looks healthy', [pod('a')], 30_000, 10_000, true],
    ['is short, in a pod that does not', [pod('a', { isReady: false })], 10_000, 10_000, true],
  ])('%s', (_, seen, lastSeen, grace, isLasting) => {
    const failure = findLastingFailure(seen, failures(lastSeen), grace);
    const pods = failure?.cause === 'pods' ? failure.pods : [];
    const named = pods.map(({ podId, status }) => `${podId} ${status}`);
    expect(named).toEqual(isLasting ? ['a ErrImagePull'] : []);
  });
});

describe('restarts', () => {
  const pods = (restartCount: number) => [pod('a', { restartCount }), pod('b')];

  it('are dated by the check that first showed their count', () => {
    const first = trackRestarts(new Map(), pods(1), 1_000);
    expect([...first]).toEqual([['a', { count: 1, since: 1_000 }]]);
    expect([...trackRestarts(first, pods(1), 2_000)]).toEqual([...first]);
    expect([...trackRestarts(first, pods(2), 2_000)]).toEqual([['a', { count: 2, since: 2_000 }]]);
  });

  it('of a pod that a list lacked are no new ones', () => {
    const first = trackRestarts(new Map(), pods(1), 1_000);
    const without = trackRestarts(first, [pod('b')], 2_000);
    expect([...trackRestarts(without, pods(1), 3_000)]).toEqual([...first]);
  });

  it('of the past are old, until there is one more', () => {
    const past = trackRestarts(undefined, pods(7), -Infinity);
    expect([...past]).toEqual([['a', { count: 7, since: -Infinity }]]);
    expect(trackRestarts(past, pods(8), 5).get('a')).toEqual({ count: 8, since: 5 });
  });
});
