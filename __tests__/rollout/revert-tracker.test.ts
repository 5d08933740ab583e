import { describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../src/rollout/snapshot.ts';
import type { RevertState } from '../../src/rollout/revert-tracker.ts';
import {
  isRevertComplete,
  applyRevertSnapshot,
  getRevertProgress,
  getRevertStatus,
} from '../../src/rollout/revert-tracker.ts';
import { crashing, done, old, OURS, pod, stillBefore, THEIRS, underWay } from './snapshots.ts';

const begun: RevertState = { revisionId: OURS, consecutiveHealthy: 0 };

const after = (...looks: readonly Snapshot[]) => looks.reduce(applyRevertSnapshot, begun);
const back = stillBefore();

describe('a revert', () => {
  it('is not done before it was looked at', () => {
    expect(isRevertComplete(begun)).toBe(false);
  });

  it('is done when that was seen twice in a row', () => {
    expect([after(back), after(back, back), after(back, back, back)].map(isRevertComplete)).toEqual(
      [false, true, true],
    );
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
  ])('is not done while %s', (_, snapshot) => {
    expect(after(snapshot, snapshot, snapshot).consecutiveHealthy).toBe(0);
    expect(isRevertComplete(after(back, snapshot, back))).toBe(false);
    expect(isRevertComplete(after(snapshot, back, back))).toBe(true);
  });

  it('may bring a revision that nobody has seen before', () => {
    const fresh = stillBefore({
      application: { versionId: 'revision-fresh' },
      pods: [pod('f', { versionId: 'revision-fresh' })],
    });
    expect(isRevertComplete(after(fresh, fresh))).toBe(true);
  });

  it('keeps the revision that is rolled back', () => {
    expect(after(back, back).revisionId).toBe(OURS);
  });
});

describe('the progress of a revert', () => {
  const rowOf = (snapshot: Snapshot) =>
    getRevertProgress(snapshot, applyRevertSnapshot(begun, snapshot));

  it('is finished once all is good', () => {
    expect(rowOf(back)).toEqual({
      position: 'revert',
      of: 1,
      state: { kind: 'finished' },
      healthy: 2,
      total: 2,
      note: '',
      nextStart: undefined,
    });
  });

  it.each([
    ['pods that come back', { expectedInstances: 3 }, [old('z'), pod('a')], 1, 3, ''],
    [
      'a pod that is not healthy',
      {},
      [old('y'), old('z', { isReady: false })],
      1,
      2,
      'z: not ready',
    ],
    ['more than is expected', { expectedInstances: 1 }, [old('x'), old('y'), pod('a')], 2, 2, ''],
    ['no number expected', { expectedInstances: undefined }, [pod('a')], 0, 1, ''],
  ])('counts %s', (_, application, pods, healthy, total, note) => {
    const row = rowOf(stillBefore({ application, pods }));
    expect(row).toMatchObject({ state: { kind: 'deploying' }, healthy, total, note });
  });
});

describe('how a rollout stands that is to be rolled back', () => {
  it.each([
    ['under-way', underWay()],
    ['under-way', done({ deployment: { status: 'Error' } })],
    ['under-way', underWay({ deployment: 'none' })],
    ['reverting', underWay({ deployment: { currentBatchStatus: 'revert' } })],
    ['over', done()],
    ['over', done({ deployment: 'none' })],
    ['not-current', underWay({ application: { versionId: THEIRS } })],
    ['not-current', underWay({ application: { versionId: '' } })],
    ['not-current', stillBefore()],
  ])('%s', (standing, snapshot) => {
    expect(getRevertStatus(snapshot, OURS)).toBe(standing);
  });
});

it('counts no pod that its node gave up', () => {
  const evicted = old('y', { status: 'Evicted', isReady: false });
  const snapshot = stillBefore({ pods: [old('z'), evicted, pod('a', { status: 'Evicted' })] });
  expect(isRevertComplete(after(snapshot, snapshot))).toBe(true);
});
