import { describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../src/rollout/snapshot.ts';
import {
  applyRevertSnapshot,
  getRevertProgress,
  isReplaced,
  isRevertComplete,
  trackRevert,
} from '../../src/rollout/revert-tracker.ts';
import { crashing, done, old, OURS, pod, stillBefore, THEIRS } from './snapshots.ts';

type Check = readonly [second: number, snapshot: Snapshot];

const BEGUN = trackRevert(OURS, 'v1');
const UNKNOWN_VERSION = trackRevert(OURS, '');

const after = (checks: readonly Check[], begun = BEGUN) =>
  checks.reduce(
    (state, [second, snapshot]) => applyRevertSnapshot(state, snapshot, second * 1000),
    begun,
  );
/** Whether it is done, or somebody else's version is there, after the last of these checks. */
const end = (checks: readonly Check[], begun = BEGUN) => {
  const now = (checks.at(-1)?.[0] ?? 0) * 1000;
  const state = after(checks, begun);
  return { isDone: isRevertComplete(state, now), isReplaced: isReplaced(state, now) };
};
const isDone = (...snapshots: readonly Snapshot[]) =>
  end(snapshots.map((snapshot, index) => [index * 3, snapshot])).isDone;

const back = stillBefore();
const third = stillBefore({
  application: { versionId: THEIRS, deployVersion: 'v3' },
  pods: [pod('t', { versionId: THEIRS })],
});

const seenTwice = (snapshot: Snapshot): Check[] => [
  [0, snapshot],
  [3, snapshot],
];

describe('a revert', () => {
  it('is not done before it was checked', () => {
    expect(end([])).toEqual({ isDone: false, isReplaced: false });
  });

  it('is done when that was seen in two checks', () => {
    expect([isDone(back), isDone(back, back), isDone(back, back, back)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it.each([
    ['the application is deploying', stillBefore({ application: { underDeploying: true } })],
    [
      'it is updating by batches',
      stillBefore({ application: { batchDeployStatus: 'batch_updating' } }),
    ],
    ['a pod of ours is left', stillBefore({ pods: [old('z'), pod('a')] })],
    ['a crashing pod of ours is left', stillBefore({ pods: [old('z'), crashing('a')] })],
    ['there is no pod', stillBefore({ pods: [] })],
    ['an old pod is not ready', stillBefore({ pods: [old('y'), old('z', { isReady: false })] })],
    [
      'an old pod crashes',
      stillBefore({ pods: [crashing('z', { versionId: 'revision-before' })] }),
    ],
    ['a third version is current', third],
    ['the reverted revision is current, and a list lacks its pods', done({ pods: [old('z')] })],
  ])('is not done while %s', (_, snapshot) => {
    expect(isDone(snapshot, snapshot, snapshot)).toBe(false);
    expect(isDone(back, snapshot, back)).toBe(false);
    expect(isDone(snapshot, back, back)).toBe(true);
  });

  it('may bring a revision that nobody has seen before, of the previous version', () => {
    const fresh = stillBefore({
      application: { versionId: 'revision-fresh' },
      pods: [pod('f', { versionId: 'revision-fresh' })],
    });
    expect(isDone(fresh, fresh)).toBe(true);
  });

  it('may keep the ID of the reverted revision, with the previous version', () => {
    const kept = done({ application: { deployVersion: 'v1' }, pods: [old('y'), old('z')] });
    expect(isDone(kept, kept)).toBe(true);
    expect(end(seenTwice(kept), UNKNOWN_VERSION).isDone).toBe(false);
  });

  it('is done without pods where the application is scaled to 0', () => {
    const empty = stillBefore({
      application: { expectedInstances: 0, currentInstances: 0 },
      pods: [],
    });
    expect(isDone(empty, empty)).toBe(true);
  });

  it('is done with any version where nobody knows the previous one', () => {
    const checks: Check[] = [
      [0, third],
      [20, third],
    ];
    expect(end(checks, UNKNOWN_VERSION)).toEqual({ isDone: true, isReplaced: false });
  });

  it('counts no pod that its node gave up', () => {
    const evicted = old('y', { status: 'Evicted', isReady: false });
    const snapshot = stillBefore({ pods: [old('z'), evicted, pod('a', { status: 'Evicted' })] });
    expect(isDone(snapshot, snapshot)).toBe(true);
  });

  it('keeps what it follows', () => {
    const { revisionId, previousVersion } = after([
      [0, back],
      [3, third],
    ]);
    expect({ revisionId, previousVersion }).toEqual({ revisionId: OURS, previousVersion: 'v1' });
  });
});

describe('a third version during a revert', () => {
  it.each<[string, readonly Check[], boolean]>([
    ['is no fact after one check', [[0, third]], false],
    ['is no fact before ten seconds', seen([0, third], [9, third]), false],
    ['is a fact after ten seconds', seen([0, third], [10, third]), true],
    ['is counted anew after a check without it', seen([0, third], [5, back], [12, third]), false],
    ['is no fact that one check takes back', seen([0, third], [10, third], [13, back]), false],
    [
      'is a fact while it is still deployed',
      seen([0, deploying('v3')], [10, deploying('v3')]),
      true,
    ],
    ['is not the previous version', seen([0, back], [10, back]), false],
    ['is not our revision, whatever its version', seen([0, done()], [10, done()]), false],
    ['is not told without a version', seen([0, deploying('')], [10, deploying('')]), false],
    [
      'is not told without a revision',
      [0, 10].map((second) => [
        second,
        stillBefore({ application: { versionId: '', deployVersion: 'v3' } }),
      ]),
      false,
    ],
  ])('%s', (_, checks, expected) => {
    expect(end(checks).isReplaced).toBe(expected);
  });

  function seen(...checks: readonly Check[]): readonly Check[] {
    return checks;
  }

  function deploying(deployVersion: string): Snapshot {
    return stillBefore({
      application: { versionId: THEIRS, deployVersion, underDeploying: true },
    });
  }
});

describe('the progress of a revert', () => {
  const rowOf = (snapshot: Snapshot) => getRevertProgress(snapshot, after([[0, snapshot]]));

  it('is finished once all is good', () => {
    expect(rowOf(back)).toEqual({
      position: 'revert',
      of: 1,
      state: { kind: 'finished' },
      healthy: 2,
      total: 2,
      note: '',
      trouble: '',
      nextStart: undefined,
    });
  });

  it.each([
    ['pods that come back', { expectedInstances: 3 }, [old('z'), pod('a')], 1, 3, ''],
    ['a pod that is not healthy', {}, [old('y'), old('z', { isReady: false })], 1, 2, 'z Running'],
    ['more than is expected', { expectedInstances: 1 }, [old('x'), old('y'), pod('a')], 2, 2, ''],
    ['no number expected', { expectedInstances: undefined }, [pod('a')], 0, 1, ''],
  ])('counts %s', (_, application, pods, healthy, total, trouble) => {
    const row = rowOf(stillBefore({ application, pods }));
    expect(row).toMatchObject({ state: { kind: 'deploying' }, healthy, total, trouble });
  });
});
