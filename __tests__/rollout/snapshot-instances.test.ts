import { describe, expect, it } from '@jest/globals';
import type { Application, Batch, Pod, Snapshot } from '../../src/rollout/snapshot.ts';
import {
  countInstances,
  getExpectedInstances,
  isScaledToZero,
  reportsError,
} from '../../src/rollout/snapshot.ts';
import { batch, done, old, pod } from './snapshots.ts';

/** An application that expects and has so many instances, as TEM says. */
const counts = (
  expectedInstances: number | undefined,
  currentInstances: number | undefined,
  pods: readonly Pod[] = [pod('a')],
  batches: readonly Batch[] | 'none' = 'none',
): Snapshot => {
  const application: Partial<Application> = { expectedInstances, currentInstances };
  return done({ application, pods, deployment: batches === 'none' ? batches : { batches } });
};

describe('how many instances a rollout has to bring', () => {
  const five = [batch('beta', 'Finish'), batch(1, 'Finish', { podNum: 4 })];
  const newPods = ['a', 'b'].map((podId) => ({ podId, status: 'Running' }));
  it.each<[string, Snapshot, number]>([
    ['is what is expected', counts(3, 2), 3],
    ['is what is expected, whatever the batches say', counts(3, 2, [], five), 3],
    ['is what runs where null is expected', counts(undefined, 2), 2],
    ['is what the batches add up to, where that is more', counts(undefined, 2, [], five), 5],
    ['is what runs, where that is more', counts(undefined, 7, [], five), 7],
    [
      'counts the new pods of a batch that does not say how many it replaces',
      counts(undefined, undefined, [], [batch(1, 'Finish', { podNum: 0, newPods })]),
      2,
    ],
    ['is one where nothing tells', counts(undefined, undefined), 1],
    ['is one where nothing tells and nothing runs', counts(undefined, 0, []), 1],
    ['is none where it is scaled to 0', counts(0, 0, []), 0],
    ['is none where it is scaled to 0, whatever the batches say', counts(0, 0, [], five), 0],
    ['is what runs where 0 are expected and some run', counts(0, 2), 2],
    ['is one where 0 are expected and one pod is there', counts(0, 0), 1],
  ])('%s', (_, snapshot, expected) => {
    expect(getExpectedInstances(snapshot)).toBe(expected);
  });
});

describe('an application that is scaled to 0', () => {
  it.each<[string, Snapshot, boolean]>([
    ['expects none and has none', counts(0, 0, []), true],
    ['expects none and tells of none', counts(0, undefined, []), true],
    ['still has some', counts(0, 1, []), false],
    ['still has pods', counts(0, 0, [old('z')]), false],
    ['expects some that are not there yet', counts(2, 0, []), false],
    ['does not say what it expects', counts(undefined, 0, []), false],
  ])('%s', (_, snapshot, expected) => {
    expect(isScaledToZero(snapshot)).toBe(expected);
  });
});

it('counts the instances of a batch', () => {
  const newPods = [{ podId: 'a', status: '' }];
  expect(countInstances(batch(1, '', { podNum: 3, newPods }))).toBe(3);
  expect(countInstances(batch(1, '', { podNum: 0, newPods }))).toBe(1);
});

it.each([
  ['Error', true],
  ['DEPLOY_FAILED', true],
  ['Running', false],
  ['', false],
])('takes the status %j for an error: %j', (status, expected) => {
  expect(reportsError(done({ deployment: { status } }))).toBe(expected);
  expect(reportsError(done({ deployment: 'none' }))).toBe(false);
});
