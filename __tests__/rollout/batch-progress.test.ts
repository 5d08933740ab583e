import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BatchProgress } from '../../src/rollout/batch-progress.ts';
import {
  describeTrouble,
  getBatchProgress,
  parseNextStart,
} from '../../src/rollout/batch-progress.ts';
import type { Snapshot } from '../../src/rollout/snapshot.ts';
import { formatText } from '../../src/text/format-text.ts';
import { message } from '../../src/text/message.ts';
import type { Facts } from './snapshots.ts';
import { batch, BEFORE, crashing, done, old, OURS, pod, underWay, waiting } from './snapshots.ts';

const NOW = Date.UTC(2026, 0, 1, 10, 0, 0);

const rowsOf = (facts: Facts) => getBatchProgress(underWay(facts), OURS, NOW);
const newPods = (...podIds: string[]) => podIds.map((podId) => ({ podId, status: 'Running' }));

describe('the rows of a rollout', () => {
  it('are its batches, the beta batch first', () => {
    const batches = [
      batch('beta', 'Finish', { podNum: 1, newPods: newPods('a') }),
      batch(1, 'Deploying', { podNum: 2, newPods: newPods('b', 'c') }),
      batch(2, 'NotStart', { podNum: 2 }),
    ];
    const pods = [pod('a'), pod('b'), pod('c', { status: 'ContainerCreating', isReady: false })];
    const expected: BatchProgress[] = [
      {
        position: 'beta',
        of: 2,
        state: { kind: 'finished' },
        healthy: 1,
        total: 1,
        note: '',
        trouble: '',
        nextStart: undefined,
      },
      {
        position: 1,
        of: 2,
        state: { kind: 'deploying' },
        healthy: 1,
        total: 2,
        note: { items: ['c', 'ContainerCreating'], join: 'colon' },
        trouble: 'c ContainerCreating',
        nextStart: undefined,
      },
      {
        position: 2,
        of: 2,
        state: { kind: 'not-started' },
        healthy: 0,
        total: 2,
        note: '',
        trouble: '',
        nextStart: undefined,
      },
    ];
    expect(rowsOf({ deployment: { batches }, pods })).toEqual(expected);
  });

  it.each([
    ['NotStart', { kind: 'not-started' }],
    ['Deploying', { kind: 'deploying' }],
    ['WaitForTimeExceed', { kind: 'interval' }],
    ['WaitForResume', { kind: 'waiting' }],
    ['Finish', { kind: 'finished' }],
    ['finish', { kind: 'finished' }],
    ['WAITFORRESUME', { kind: 'waiting' }],
    ['Rebalancing', { kind: 'unknown', word: 'Rebalancing' }],
    ['', { kind: 'unknown', word: '' }],
  ])('call %j %j', (word, state) => {
    expect(rowsOf({ deployment: { batches: [batch(1, word)] } })).toMatchObject([{ state }]);
  });

  it('count the pods of our revision alone', () => {
    const batches = [batch(1, 'Deploying', { podNum: 3, newPods: newPods('a', 'z', 'unlisted') })];
    const [row] = rowsOf({ deployment: { batches }, pods: [pod('a'), old('z')] });
    expect(row).toMatchObject({ healthy: 1, total: 3, note: '' });
  });

  it('take the number of new pods where the batch does not say how many it replaces', () => {
    const batches = [batch(1, 'Deploying', { podNum: 0, newPods: newPods('a', 'b') })];
    expect(rowsOf({ deployment: { batches }, pods: [pod('a')] })).toMatchObject([
      { healthy: 1, total: 2 },
    ]);
  });

  it('say when the next batch starts', () => {
    const inAMinute = NOW / 1000 + 60;
    const batches = [batch(1, 'WaitForTimeExceed', { nextBatchStartTime: inAMinute })];
    expect(rowsOf({ deployment: { batches } })).toMatchObject([{ nextStart: NOW + 60_000 }]);
  });
});

describe('the one row of a rollout without batches', () => {
  const rowOf = (snapshot: ReturnType<typeof done>) => getBatchProgress(snapshot, OURS, NOW);

  it.each([
    ['done', done({ deployment: 'none' }), { kind: 'finished' }],
    [
      'done, the Detail has no batches',
      done({ deployment: { batches: [] } }),
      { kind: 'finished' },
    ],
    ['a pod too few', done({ deployment: 'none', pods: [pod('a')] }), { kind: 'deploying' }],
    [
      'under deploying',
      done({ deployment: 'none', application: { underDeploying: true } }),
      { kind: 'deploying' },
    ],
    [
      'updating by batches',
      done({ deployment: 'none', application: { batchDeployStatus: 'batch_updating' } }),
      { kind: 'deploying' },
    ],
    ['waiting for confirmation', waiting(1, { deployment: 'none' }), { kind: 'waiting' }],
  ])('%s', (_, snapshot, state) => {
    expect(rowOf(snapshot)).toMatchObject([{ position: 'rollout', of: 1, state }]);
  });

  it.each([
    [2, 2],
    [1, 1],
    [0, 2],
    [undefined, 2],
    [5, 5],
  ])('counts healthy pods: %j are expected', (expectedInstances, total) => {
    const pods = [pod('a'), crashing('b'), old('z')];
    const snapshot = done({ deployment: 'none', application: { expectedInstances }, pods });
    expect(rowOf(snapshot)).toMatchObject([
      {
        healthy: 1,
        total,
        note: { items: ['b', 'CrashLoopBackOff'], join: 'colon' },
        trouble: 'b fails',
      },
    ]);
  });

  it('has no pods of another revision', () => {
    const snapshot = done({ deployment: 'none' });
    expect(getBatchProgress(snapshot, BEFORE, NOW)).toMatchObject([{ healthy: 0, total: 2 }]);
  });
});

describe('the row of what is missing once the batches are over', () => {
  const scaled = (facts: Facts = {}) =>
    done({ ...facts, application: { expectedInstances: 5, ...facts.application } });
  const positions = (snapshot: Snapshot) =>
    getBatchProgress(snapshot, OURS, NOW).map(({ position }) => position);

  it('counts what the application wants and does not have', () => {
    const pods = [pod('a'), pod('b', { isReady: false }), old('z')];
    const [, , row] = getBatchProgress(scaled({ pods }), OURS, NOW);
    expect(row).toEqual({
      position: 'rollout',
      of: 1,
      state: { kind: 'deploying' },
      healthy: 1,
      total: 5,
      note: { items: ['b', message('rollout.not-ready')], join: 'colon' },
      trouble: 'b Running',
      missing: 3,
      nextStart: undefined,
    });
  });

  it.each([
    ['nothing is missing', done()],
    ['there are more', done({ application: { expectedInstances: 1 } })],
    ['the application deploys', scaled({ application: { underDeploying: true } })],
    [
      'a batch is not over',
      scaled({ deployment: { batches: [batch(1, 'Finish'), batch(2, 'Deploying')] } }),
    ],
  ])('is not there where %s', (_, snapshot) => {
    expect(positions(snapshot)).toEqual([1, 2]);
  });

  it('is not needed where one row tells of all of it', () => {
    expect(getBatchProgress(scaled({ deployment: 'none' }), OURS, NOW)).toEqual([
      expect.not.objectContaining({ missing: expect.anything() }),
    ]);
  });
});

describe('the trouble of pods', () => {
  it.each([
    ['none', [pod('a')], '', ''],
    ['no pods', [], '', ''],
    ['the first that is not healthy', [pod('a'), crashing('b'), crashing('c')], 'b', 'b fails'],
    ['one that starts', [pod('a', { status: 'Pending', isReady: false })], 'a', 'a Pending'],
  ])('is %s', (_, pods, podId, trouble) => {
    const told = describeTrouble(pods);
    expect(told.trouble).toBe(trouble);
    expect(told.isFailing === true).toBe(trouble.endsWith(' fails'));
    expect(formatText(told.note, 'en-US').split(':')[0]).toBe(podId);
  });

  it('is the same for a pod that goes on failing in another word', () => {
    const [first, second] = ['ErrImagePull', 'ImagePullBackOff'].map((status) =>
      describeTrouble([pod('a', { status, isReady: false })]),
    );
    expect(first?.trouble).toBe(second?.trouble);
    expect(first?.note).not.toEqual(second?.note);
  });
});

describe('the start of the next batch', () => {
  const SECONDS = NOW / 1000;

  it.each([
    ['in seconds', SECONDS + 60, NOW + 60_000],
    ['in milliseconds', NOW + 60_000, NOW + 60_000],
    ['in seconds, just past', SECONDS - 5, NOW - 5_000],
    ['in milliseconds, just past', NOW - 5_000, NOW - 5_000],
    ['now', NOW, NOW],
    ['0: by hand', 0, undefined],
    ['not said', undefined, undefined],
    ['as in the definition', 12_342_423_452, undefined],
    ['a number of seconds from now', 60, undefined],
    ['in microseconds', NOW * 1000, undefined],
    ['a day ahead', SECONDS + 86_400, undefined],
    ['two days ahead', SECONDS + 2 * 86_400, undefined],
    ['two days ago', NOW - 2 * 86_400_000, undefined],
    ['negative', -SECONDS, undefined],
    ['no number', NaN, undefined],
    ['endless', Infinity, undefined],
  ])('%s', (_, said, expected) => {
    expect(parseNextStart(said, NOW)).toBe(expected);
  });

  it('is by hand where 0 is said, at any time', () => {
    expect(parseNextStart(0, 1_000)).toBeUndefined();
  });

  it('is not said or within a day, whatever is said', () => {
    fc.assert(
      fc.property(fc.double(), fc.integer({ min: 1, max: 4_102_444_800_000 }), (said, now) => {
        const start = parseNextStart(said, now) ?? now;
        expect(Math.abs(start - now)).toBeLessThan(86_400_000);
      }),
    );
  });
});
