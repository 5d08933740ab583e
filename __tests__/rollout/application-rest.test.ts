import { describe, expect, it } from '@jest/globals';
import {
  addRestCheck,
  hasUnfinishedBatch,
  isRested,
  isRolloutFailed,
} from '../../src/rollout/application-rest.ts';
import type { Snapshot } from '../../src/rollout/snapshot.ts';
import { application, batch, done, old, pod, START_BEFORE, THEIRS, underWay } from './snapshots.ts';

/** 10:00:05 and 10:20:00 in UTC+8, in ms since 1970. */
const CREATED = Date.UTC(2026, 0, 1, 2, 0, 5);
const ENDED = Date.UTC(2026, 0, 1, 2, 20, 0);
const MINUTE = 60_000;

describe('a batch that is not finished', () => {
  const batches = [batch(1, 'Finish'), batch(2, 'NotStart')];
  it.each<[string, Snapshot, boolean]>([
    ['shows while the rollout is under way', underWay(), true],
    [
      'shows though the application says that nothing deploys',
      done({ deployment: { batches } }),
      true,
    ],
    ['does not show where all are finished', done(), false],
    ['does not show without batches', done({ deployment: { batches: [] } }), false],
    ['does not show without details', underWay({ deployment: 'none' }), false],
    [
      'shows in details of another version: the application may be behind them',
      done({ deployment: { batches, newDeployVersion: 'v9' } }),
      true,
    ],
    [
      'does not show in a rollout that was rolled back',
      done({ deployment: { batches, currentBatchStatus: 'revert' } }),
      false,
    ],
    [
      'does not show where it is finished in a word of another case',
      done({ deployment: { batches: [batch(1, 'FINISH')] } }),
      false,
    ],
  ])('%s', (_, snapshot, expected) => {
    expect(hasUnfinishedBatch(snapshot)).toBe(expected);
  });
});

describe('a failed rollout', () => {
  it.each<[string, Snapshot, boolean]>([
    ['is one that TEM calls so', underWay({ deployment: { status: 'Error' } }), true],
    ['is one at rest that TEM calls so', done({ deployment: { status: 'Failed' } }), true],
    ['is not one that runs', underWay(), false],
    ['is not told without details', underWay({ deployment: 'none' }), false],
    [
      'is not one whose details are of another version',
      underWay({ deployment: { status: 'Error', newDeployVersion: 'v9' } }),
      false,
    ],
  ])('%s', (_, snapshot, expected) => {
    expect(isRolloutFailed(snapshot)).toBe(expected);
  });
});

describe('the rest of an application', () => {
  const ended = done({ deployment: { endTime: '2026-01-01 10:20:00' } });
  const never = done({ application: { versionId: '' }, deployment: 'none', pods: [] });
  const unknownAge = done({ pods: [pod('a', { createTime: '' }), pod('b')] });

  it.each<[string, Snapshot, number, number]>([
    ['the EndTime tells', ended, ENDED + 7_000, ENDED],
    ['the EndTime tells in the other form', endedAt('2026-01-01T02:20:00Z'), ENDED + 1, ENDED],
    ['the EndTime lies ahead of our clock', ended, ENDED - 5_000, ENDED - 5_000],
    [
      'the EndTime is of another version, whatever the pods say: the application may be behind',
      done({ deployment: { endTime: '2026-01-01 10:20:00', newDeployVersion: 'v9' } }),
      CREATED + 11 * MINUTE,
      CREATED + 11 * MINUTE,
    ],
    [
      'the EndTime of a reverted version tells',
      done({
        deployment: {
          endTime: '2026-01-01 10:20:00',
          newDeployVersion: 'v9',
          currentBatchStatus: 'revert',
        },
      }),
      ENDED + 7_000,
      ENDED,
    ],
    ['all pods are old', done(), CREATED + 11 * MINUTE, CREATED + MINUTE],
    ['all pods are old, without details', done({ deployment: 'none' }), ENDED, ENDED - 10 * MINUTE],
    ['pods are young', done(), CREATED + 10 * MINUTE, CREATED + 10 * MINUTE],
    [
      'one of the pods is young',
      done({ pods: [pod('a'), old('z', { createTime: '2026-01-01 10:19:00' })] }),
      ENDED,
      ENDED,
    ],
    ['the age of a pod is not told', unknownAge, ENDED, ENDED],
    ['the EndTime is no time', endedAt('soon'), CREATED + MINUTE, CREATED + MINUTE],
    ['it was never deployed', never, ENDED, -Infinity],
  ])('began when %s', (_, snapshot, now, since) => {
    expect(addRestCheck(undefined, snapshot, now)).toMatchObject({ since, checks: 1 });
  });

  it('goes on from the first check', () => {
    const first = addRestCheck(undefined, unknownAge, ENDED);
    expect(addRestCheck(first, ended, ENDED + 3_000)).toMatchObject({ since: ENDED, checks: 2 });
  });

  it.each<[string, Snapshot]>([
    ['revision', done({ application: { versionId: THEIRS }, pods: unknownAge.pods })],
    ['StartTime', done({ deployment: { startTime: START_BEFORE }, pods: unknownAge.pods })],
    ['StartTime, which is gone', done({ deployment: 'none', pods: unknownAge.pods })],
  ])('begins anew after a check with another %s', (_, other) => {
    const first = addRestCheck(undefined, unknownAge, ENDED);
    const second = addRestCheck(first, other, ENDED + 3_000);
    expect(second).toMatchObject({ since: ENDED + 3_000, checks: 1 });
  });

  it('asks the answers of another revision since when it has been at rest', () => {
    const theirs = { versionId: THEIRS };
    const first = addRestCheck(undefined, { ...ended, application: application(theirs) }, ENDED);
    expect(addRestCheck(first, ended, ENDED + 9_000)).toMatchObject({ since: ENDED, checks: 1 });
  });

  it('is long enough in a single check where the answers tell', () => {
    const rest = addRestCheck(undefined, ended, ENDED + 20_000);
    expect(isRested(rest, 20_000, ENDED + 20_000)).toBe(true);
    expect(isRested(rest, 20_000, ENDED + 19_999)).toBe(false);
  });

  it('is long enough at once where it was never deployed', () => {
    expect(isRested(addRestCheck(undefined, never, 0), 20_000, 0)).toBe(true);
  });

  function endedAt(endTime: string): Snapshot {
    return done({ deployment: { endTime } });
  }
});
