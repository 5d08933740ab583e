import { describe, expect, it } from '@jest/globals';
import { getWaitingBatch, isWaiting } from '../../src/rollout/batch-progress.ts';
import { done, underWay, waiting } from './snapshots.ts';

describe('a batch that waits for confirmation', () => {
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
    expect(getWaitingBatch(snapshot)).toBe(position);
    expect(isWaiting(snapshot)).toBe(isSaid);
  });
});
