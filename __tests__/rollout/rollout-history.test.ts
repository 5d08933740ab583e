import { describe, expect, it } from '@jest/globals';
import { planRollout, recordSnapshot, startHistory } from '../../src/rollout/rollout-history.ts';
import type { Verdict } from '../../src/rollout/verdict.ts';
import type { Pod } from '../../src/rollout/snapshot.ts';
import { batch, crashing, done, old, OURS, pod, THEIRS, underWay, waiting } from './snapshots.ts';

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

describe('a planned rollout', () => {
  it('replaces what the snapshot shows', () => {
    const last = done();
    const { application, deployment } = last;
    const { history, state } = planRollout(last, { deployVersion: 'v3', packageName: 'v3.jar' }, 7);
    expect(history).toEqual({
      previous: { version: application.deployVersion, packageName: application.pkgName },
      version: 'v3',
      packageName: 'v3.jar',
      last,
      batches: [],
      timeline: [],
      lastChange: 7,
    });
    const { before, deployVersion, revisionId, verdict } = state;
    expect({ before, deployVersion, revisionId, verdict }).toEqual({
      before: { revisionId: OURS, startTime: deployment?.startTime },
      deployVersion: 'v3',
      revisionId: '',
      verdict: { kind: 'not-started' },
    });
    expect(deployment?.startTime).toMatch(/\d/);
  });

  it('knows no start before it where the site has no details', () => {
    const { state } = planRollout({ ...done(), deployment: undefined }, { deployVersion: 'v3' }, 0);
    expect(state.before).toEqual({ revisionId: OURS, startTime: '' });
  });
});

describe('a recorded snapshot', () => {
  const START = startHistory(
    PAUSED,
    { previous: { version: 'v1', packageName: '' }, version: 'v2' },
    0,
  );
  const record = (history: typeof START, snapshot: typeof PAUSED, verdict: Verdict, now: number) =>
    recordSnapshot(history, snapshot, { revisionId: OURS, verdict }, now);
  const paused = record(START, PAUSED, DEPLOYING, 5);

  it('of another rollout is the last one, and changes nothing else', () => {
    expect(record(paused, done(), { kind: 'not-started' }, 10)).toEqual({
      ...paused,
      last: done(),
    });
  });

  it('keeps the batches as they were if another rollout has replaced them', () => {
    const { batches, last, lastChange } = record(paused, done(), failed('superseded'), 10);
    expect({ batches, last, lastChange }).toEqual({
      batches: paused.batches,
      last: done(),
      lastChange: 5,
    });
    expect(batches.map(({ state }) => state.kind)).toContain('waiting');
  });

  it('shows the batches of the rollout itself after a revert', () => {
    const { batches } = record(paused, done(), failed('reverted'), 10);
    expect(batches.map(({ state }) => state.kind)).not.toContain('waiting');
  });

  /** Two batches; the first lists one pod, and may say when the next one starts. */
  const listed = (facts: Partial<Pod> = {}, nextBatchStartTime?: number, status = 'Deploying') => {
    const newPods = [{ podId: 'a', status: '' }];
    const batches = [batch(1, status, { newPods, nextBatchStartTime }), batch(2, 'NotStart')];
    return underWay({ deployment: { batches }, pods: [pod('a', facts), old('z')] });
  };

  it.each([
    ['is news when a batch goes on', listed({}, undefined, 'Finish'), 10],
    ['is news when an instance is not healthy any more', listed({ isReady: false }), 10],
    ['is no news when it shows the same', listed(), 5],
    ['is no news when only a countdown has begun', listed({}, 60), 5],
  ])('%s', (_, next, lastChange) => {
    const before = record(START, listed(), DEPLOYING, 5);
    expect(record(before, next, DEPLOYING, 10)).toHaveProperty('lastChange', lastChange);
  });

  it.each([
    ['is news when another instance fails', crashing('b'), 10],
    ['is no news when the same one fails with other words', crashing('a', { status: 'Error' }), 5],
  ])('%s', (_, failing, lastChange) => {
    const show = (each: Pod) => done({ deployment: 'none', pods: [each] });
    const before = record(START, show(crashing('a')), DEPLOYING, 5);
    expect(record(before, show(failing), DEPLOYING, 10)).toHaveProperty('lastChange', lastChange);
  });
});
