import { describe, expect, it } from '@jest/globals';
import type { PodEvidence, PodFailures } from '../../src/rollout/pod-failures.ts';
import { findLastingFailure, trackPods } from '../../src/rollout/pod-failures.ts';
import type { Pod } from '../../src/rollout/snapshot.ts';
import { crashing, pod } from './snapshots.ts';

/** What is known after checks at these seconds, each with the pods that it showed. */
function track(checks: readonly (readonly [second: number, pods: readonly Pod[]])[]) {
  return checks.reduce<Partial<PodEvidence>>(
    (evidence, [second, pods]) => trackPods(evidence, pods, second * 1000),
    {},
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
    expect([...(track(checks).podFailures ?? [])]).toEqual(expected);
  });

  it('counts a recent restart like a failure, at the time of the restart', () => {
    const pods = [pod('a', { restartCount: 2 })];
    const { restarts } = trackPods({}, pods, 10_000);
    const seen = trackPods({ restarts }, pods, 39_999);
    expect(seen.podFailures.get('a')).toMatchObject({ since: 39_999, lastSeen: 10_000 });
    expect([...trackPods(seen, pods, 40_000).podFailures]).toEqual([]);
  });

  it('has a last failure no earlier than the crash that was seen before a restart', () => {
    const { podFailures } = trackPods({}, [crashing('a', { restartCount: 1 })], 20_000);
    const pods = [pod('a', { restartCount: 1 })];
    const { restarts } = trackPods({}, pods, 15_000);
    expect(trackPods({ podFailures, restarts }, pods, 25_000).podFailures.get('a')).toMatchObject({
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
    const first = track([[1, pods(1)]]);
    expect([...(first.restarts ?? [])]).toEqual([['a', { count: 1, since: 1_000 }]]);
    expect(trackPods(first, pods(1), 2_000).restarts).toEqual(first.restarts);
    expect([...(trackPods(first, pods(2), 2_000).restarts ?? [])]).toEqual([
      ['a', { count: 2, since: 2_000 }],
    ]);
  });

  it('of a pod that a list lacked are no new ones', () => {
    const first = track([[1, pods(1)]]);
    const without = trackPods(first, [pod('b')], 2_000);
    expect(trackPods(without, pods(1), 3_000).restarts).toEqual(first.restarts);
  });

  it('of the past are old, until there is one more', () => {
    const past = trackPods({}, pods(7), 1_000, -Infinity);
    expect([...(past.restarts ?? [])]).toEqual([['a', { count: 7, since: -Infinity }]]);
    expect([...past.podFailures]).toEqual([]);
    expect(trackPods(past, pods(8), 5).restarts?.get('a')).toEqual({ count: 8, since: 5 });
  });
});
