import { describe, expect, it } from '@jest/globals';
import type { DetailsMatcher, OwnDetails } from '../../src/rollout/own-details.ts';
import { getRevertStatus } from '../../src/rollout/revert-tracker.ts';
import type { Snapshot } from '../../src/rollout/snapshot.ts';
import {
  done,
  OURS,
  START_BEFORE,
  START_OURS,
  stillBefore,
  THEIRS,
  underWay,
} from './snapshots.ts';

const START_LATER = '2026-01-01 11:00:00';
const SEEN: OwnDetails = { startTime: START_OURS, other: undefined };
/** A rollout that this step follows, and whose details it has seen. */
const FOLLOWED: DetailsMatcher = {
  details: SEEN,
  before: { startTime: START_BEFORE },
  deployVersion: 'v2',
};

describe('how a rollout stands that is to be rolled back', () => {
  it.each<[string, string, Snapshot, Partial<DetailsMatcher>?]>([
    ['in-progress', 'while it deploys', underWay()],
    ['in-progress', 'where TEM calls it failed', done({ deployment: { status: 'Error' } })],
    ['in-progress', 'without details', underWay({ deployment: 'none' })],
    [
      'reverting',
      'where that was asked',
      underWay({ deployment: { currentBatchStatus: 'revert' } }),
    ],
    ['over', 'once nothing deploys', done()],
    ['over', 'once nothing deploys, without details', done({ deployment: 'none' })],
    ['not-current', 'on another revision', underWay({ application: { versionId: THEIRS } })],
    ['not-current', 'on no revision', underWay({ application: { versionId: '' } })],
    ['not-current', 'on the revision before', stillBefore()],
    ['in-progress', 'with its own details', underWay(), FOLLOWED],
    [
      'in-progress',
      'with the details of before, which are behind',
      underWay({ deployment: { startTime: START_BEFORE } }),
      FOLLOWED,
    ],
    [
      'not-current',
      'with the details of a later rollout of another version',
      underWay({ deployment: { startTime: START_LATER, newDeployVersion: 'v3' } }),
      FOLLOWED,
    ],
    [
      'not-current',
      'with the details of a later rollout of its version',
      underWay({ deployment: { startTime: START_LATER } }),
      FOLLOWED,
    ],
    [
      'not-current',
      'with later details, though its own were never seen',
      underWay({ deployment: { startTime: START_LATER, newDeployVersion: 'v3' } }),
      { ...FOLLOWED, details: { startTime: '', other: undefined } },
    ],
    [
      'in-progress',
      'with later details, where nobody remembers its own',
      underWay({ deployment: { startTime: START_LATER } }),
      { before: FOLLOWED.before, deployVersion: 'v2' },
    ],
    [
      'not-current',
      'with the details of a later rollout of another version, where nobody remembers its own',
      underWay({ deployment: { startTime: START_LATER, newDeployVersion: 'v3' } }),
      { before: FOLLOWED.before, deployVersion: 'v2' },
    ],
    ['in-progress', 'with no StartTime', underWay({ deployment: { startTime: '' } }), FOLLOWED],
  ])('%s %s', (status, _, snapshot, matcher = {}) => {
    expect(getRevertStatus(snapshot, { revisionId: OURS, ...matcher })).toBe(status);
  });
});
