import { describe, expect, it } from '@jest/globals';
import type { FailureSigns } from '../../src/rollout/failed-rollout.ts';
import { hasFailed, trackFailureSigns } from '../../src/rollout/failed-rollout.ts';
import type { Snapshot } from '../../src/rollout/snapshot.ts';
import { crashing, old, pod, THEIRS, underWay } from './snapshots.ts';

const GRACE = 60_000;

type Check = readonly [second: number, snapshot: Snapshot];

/** Whether the rollout counts as failed after the last of these checks. */
function endsFailed(checks: readonly Check[]): boolean {
  let signs: FailureSigns | undefined;
  let isFailed = false;
  for (const [second, snapshot] of checks) {
    signs = trackFailureSigns(signs, snapshot, { now: second * 1000, requestedAt: second * 1000 });
    isFailed = hasFailed(signs, snapshot, GRACE, second * 1000);
  }
  return isFailed;
}

const healthy = underWay();
const error = underWay({ deployment: { status: 'Error' } });
const crashes = underWay({ pods: [crashing('a'), old('z')] });
const crashesBefore = underWay({
  pods: [pod('a'), crashing('z', { versionId: 'revision-before' })],
});
const restarted = (restartCount: number) => underWay({ pods: [pod('a', { restartCount })] });
const theirs = underWay({
  application: { versionId: THEIRS },
  pods: [crashing('a', { versionId: THEIRS })],
});

describe("somebody else's rollout", () => {
  it.each<[string, readonly Check[], boolean]>([
    ['has not failed while it is healthy', at([0, 30, 60, 90], healthy), false],
    ['has failed once TEM has called it so for the grace period', at([0, 20, 40, 60], error), true],
    ['has not failed a little earlier', at([0, 20, 40, 59], error), false],
    [
      'has not failed by an error that may have passed while no read succeeded',
      [...at([0, 10, 20], error), ...at([60, 70, 80], error)],
      false,
    ],
    ['has not failed in a single check', at([0], error), false],
    ['has failed once a new pod has failed for the grace period', at([0, 30, 60], crashes), true],
    ['has not failed by that a little earlier', at([0, 30, 59], crashes), false],
    ['has not failed by the pods of before', at([0, 30, 60, 90], crashesBefore), false],
    [
      'has failed where its pods crash on between checks that show them running',
      [20, 40, 60, 80, 100].map((second, index) => [second, restarted(index + 1)]),
      true,
    ],
    [
      'counts anew after a check without the error',
      [...at([0, 15, 30], error), [40, healthy], ...at([50, 65, 80], error)],
      false,
    ],
    [
      'counts anew where another revision is current',
      [...at([0, 30], crashes), ...at([40, 70], theirs)],
      false,
    ],
    [
      'has failed by the other revision, too',
      [...at([0, 30], crashes), ...at([40, 70, 100], theirs)],
      true,
    ],
  ])('%s', (_, checks, expected) => {
    expect(endsFailed(checks)).toBe(expected);
  });

  function at(seconds: readonly number[], snapshot: Snapshot): Check[] {
    return seconds.map((second) => [second, snapshot]);
  }
});
