import { expect, it } from '@jest/globals';
import { recordSnapshot, startHistory } from '../../src/rollout/rollout-history.ts';
import type { Verdict } from '../../src/rollout/verdict.ts';
import { done, OURS, THEIRS, underWay, waiting } from './snapshots.ts';

const PAUSED = waiting(1);
const DEPLOYING: Verdict = { kind: 'deploying' };

/** The pause of the first batch after the next snapshot, ten milliseconds later. */
function pauseAfter(next: typeof PAUSED, verdict: Verdict) {
  const start = startHistory(
    PAUSED,
    { previous: { version: 'v1', packageName: '' }, version: 'v2' },
    0,
  );
  const paused = recordSnapshot(start, PAUSED, { revisionId: OURS, verdict: DEPLOYING }, 0);
  const { timeline } = recordSnapshot(paused, next, { revisionId: OURS, verdict }, 10);
  return timeline.filter(({ kind }) => kind === 'waiting');
}

const failed = (cause: 'reverted' | 'superseded'): Verdict => ({
  kind: 'failed',
  failure: cause === 'reverted' ? { cause } : { cause, by: THEIRS, wasComplete: false },
});

it.each([
  ['that lasts is open', PAUSED, DEPLOYING, { to: undefined }],
  ['that was resumed has ended', underWay(), DEPLOYING, { to: 10 }],
  [
    'is cut off by a revert',
    waiting(1, { deployment: { currentBatchStatus: 'revert' } }),
    DEPLOYING,
    { to: 10, isCutOff: true },
  ],
  ['is cut off if the revert is over', done(), failed('reverted'), { to: 10, isCutOff: true }],
  ['is cut off by another rollout', done(), failed('superseded'), { to: 10, isCutOff: true }],
])('A pause %s', (_, next, verdict, end) => {
  const kept = { position: 1, kind: 'waiting', from: 0 };
  expect(pauseAfter(next, verdict)).toEqual([{ ...kept, ...end }]);
});
