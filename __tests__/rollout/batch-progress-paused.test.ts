import { describe, expect, it } from '@jest/globals';
import { findPausedBatch, getReadiness, isPaused } from '../../src/rollout/batch-progress.ts';
import { getRevisionPods, isHealthy } from '../../src/rollout/pods.ts';
import type { Pod } from '../../src/rollout/snapshot.ts';
import { batch, done, old, OURS, pod, underWay, waiting } from './snapshots.ts';

function count(pods: readonly Pod[]) {
  return { listed: pods.length, healthy: pods.filter(isHealthy).length };
}

describe('a batch that is paused for confirmation', () => {
  it.each([
    ['a batch', waiting('beta'), 'beta', true],
    ['a later batch', waiting(2), 2, true],
    [
      'a batch, though the application does not',
      waiting(2, { application: { batchDeployStatus: '' } }),
      2,
      true,
    ],
    ['the application alone', waiting(1, { deployment: 'none' }), undefined, true],
    [
      'the application, in another case',
      done({ application: { batchDeployStatus: 'BATCH_UPDATING_WAITING_CONFIRM' } }),
      undefined,
      true,
    ],
    ['nobody', underWay(), undefined, false],
    [
      'nobody of a rollout that is rolled back',
      waiting('beta', { deployment: { currentBatchStatus: 'revert' } }),
      undefined,
      false,
    ],
    ['nobody, without details', underWay({ deployment: 'none' }), undefined, false],
  ])('is said by %s', (_, snapshot, position, isSaid) => {
    expect(findPausedBatch(snapshot)).toBe(position);
    expect(isPaused(snapshot)).toBe(isSaid);
  });
});

describe('a pause', () => {
  const two = (first: string, second: string, podNum = 1) =>
    [batch('beta', first, { podNum }), batch(1, second)] as const;
  const newPods = ['a', 'b'].map((podId) => ({ podId, status: 'Running' }));
  it.each([
    ['is ready with every pod healthy', two('WaitForResume', 'NotStart'), [pod('a')], true],
    ['is not ready without new pods', two('WaitForResume', 'NotStart'), [old('z')], false],
    [
      'is not ready with a pod that is not',
      two('WaitForResume', 'NotStart'),
      [pod('a', { isReady: false })],
      false,
    ],
    [
      'is not ready with one pod more that is not',
      two('WaitForResume', 'NotStart'),
      [pod('a'), pod('b', { isReady: false })],
      false,
    ],
    [
      'is not ready before a finished batch has all its pods',
      two('Finish', 'WaitForResume', 2),
      [pod('a')],
      false,
    ],
    ['is ready once it has', two('Finish', 'WaitForResume', 2), [pod('a'), pod('b')], true],
    [
      'is not ready before the pods that the paused batch names are there',
      [batch('beta', 'WaitForResume', { newPods })],
      [pod('a')],
      false,
    ],
    [
      'is ready once they are, whatever it replaces',
      [batch('beta', 'WaitForResume', { podNum: 5, newPods })],
      [pod('a'), pod('b')],
      true,
    ],
    [
      'counts a batch as begun where its word is unknown',
      two('Finish', 'Rebalancing'),
      [pod('a')],
      false,
    ],
    ['counts no batch that has not, in any case', two('WAIT', 'NOTSTART'), [pod('a')], true],
    ['needs one pod where there are no batches', [], [pod('a')], true],
    ['is not ready without batches and pods', [], [], false],
  ])('%s', (_, batches, pods, expected) => {
    const snapshot = waiting(1, { deployment: { batches }, pods });
    const readiness = getReadiness(snapshot, count(getRevisionPods(snapshot, OURS)));
    expect(readiness).toBe(expected ? 'healthy' : 'unready');
  });

  it('needs one healthy pod where there are no details', () => {
    const snapshot = waiting(1, { deployment: 'none' });
    expect(getReadiness(snapshot, count([pod('a')]))).toBe('healthy');
    expect(getReadiness(snapshot, count([]))).toBe('unready');
  });
});

describe('a complete rollout', () => {
  it.each([
    ['has all batches finished and all pods healthy', done(), true],
    ['may have no details', done({ deployment: 'none' }), true],
    ['does not deploy', done({ application: { underDeploying: true } }), false],
    ['has no batch left', done({ deployment: { batches: [batch(1, 'Deploying')] } }), false],
    ['has as many pods as are expected', done({ pods: [pod('a')] }), false],
    [
      'has as many healthy pods as are expected',
      done({ pods: [pod('a'), pod('b', { isReady: false })] }),
      false,
    ],
    [
      'may have one pod more that is not healthy',
      done({ pods: [pod('a'), pod('b'), pod('c', { isReady: false })] }),
      true,
    ],
    [
      'may have no pod where it is scaled to 0',
      done({ application: { expectedInstances: 0, currentInstances: 0 }, pods: [] }),
      true,
    ],
  ])('%s', (_, snapshot, expected) => {
    const readiness = getReadiness(snapshot, count(getRevisionPods(snapshot, OURS)));
    expect(readiness === 'complete').toBe(expected);
  });
});
