import { describe, expect, test } from '@jest/globals';
import type { Fate, Pod } from './pod-fate.ts';
import { isHealthyLook, lookAtPod } from './pod-fate.ts';

const TRAITS = { countsRestarts: true, isReadyWhileRunning: true };

function createPod(kind: Fate['kind'], seconds: number): Pod {
  const fate = { kind, seconds, pods: 1 };
  return {
    ...{ id: 'pod-1', revisionId: 'revision-1', createdAt: 0, runsAt: 10_000 },
    ...{ fate, restartedAt: [], leavesAt: Infinity },
  };
}

function healthAt(pod: Pod, seconds: readonly number[]): boolean[] {
  return seconds.map((second) => isHealthyLook(lookAtPod(pod, second * 1000, TRAITS)));
}

describe('lookAtPod', () => {
  test.each<[Fate['kind'], number, readonly boolean[]]>([
    ['good', 0, [false, true, true, true, true]],
    ['never-ready', 0, [false, false, false, false, false]],
    ['pull-error', 0, [false, false, false, false, false]],
    ['recovers', 30, [false, false, false, true, true]],
    ['dies', 12, [false, true, false, false, false]],
    ['restarts-once', 12, [false, true, false, true, true]],
  ])('%s after %d s', (kind, seconds, expected) => {
    expect(healthAt(createPod(kind, seconds), [5, 15, 25, 45, 300])).toEqual(expected);
  });

  test('a crash loop looks healthy while it runs, and pauses longer and longer', () => {
    const pod = createPod('crash-loop', 5);
    // Up from 10 to 15, 25 to 30 and 50 to 55.
    expect(healthAt(pod, [12, 20, 27, 40, 52, 60])).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ]);
    expect(lookAtPod(pod, 52_000, TRAITS).restarts).toBe(2);
    const still = { ...TRAITS, countsRestarts: false };
    expect(lookAtPod(pod, 52_000, still).restarts).toBe(0);
  });

  test('a restart by somebody takes a few seconds', () => {
    const pod = { ...createPod('good', 0), restartedAt: [20_000] };
    expect(healthAt(pod, [19, 22, 30])).toEqual([true, false, true]);
  });
});
