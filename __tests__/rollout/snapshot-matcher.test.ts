import { describe, expect, it } from '@jest/globals';
import { matchesRevision } from '../../src/rollout/snapshot.ts';
import { application, BEFORE, OURS, THEIRS } from './snapshots.ts';

const before = { revisionId: BEFORE };
const NAMED = { revisionId: OURS, before, deployVersion: 'v2' };
const UNNAMED = { ...NAMED, revisionId: '' };
const FIRST = { ...UNNAMED, before: { revisionId: '' } };
const NOTHING_BEFORE = { ...UNNAMED, before: undefined };

describe('the revision sought', () => {
  it.each([
    ['the one with its ID', NAMED, { versionId: OURS, deployVersion: 'whatever' }, true],
    ['not another ID', NAMED, { versionId: THEIRS, deployVersion: 'v2' }, false],
    ['not the one before', NAMED, { versionId: BEFORE, deployVersion: 'v2' }, false],
    ['never none', NAMED, { versionId: '', deployVersion: 'v2' }, false],
    ['without an ID a new one of our version', UNNAMED, { versionId: OURS }, true],
    ['not the one before, on a redeploy', UNNAMED, { versionId: BEFORE }, false],
    ["not somebody else's version", UNNAMED, { versionId: THEIRS, deployVersion: 'v9' }, false],
    ['one whose version is not told', UNNAMED, { versionId: OURS, deployVersion: '' }, true],
    ['never none, either', UNNAMED, { versionId: '', deployVersion: '' }, false],
    ['of a first release any of our version', FIRST, { versionId: OURS }, true],
    ['any of our version where none was before', NOTHING_BEFORE, { versionId: OURS }, true],
    [
      'none whose version is not told, where it must be',
      { ...UNNAMED, needsVersion: true },
      { versionId: OURS, deployVersion: '' },
      false,
    ],
    [
      'a new one of our version, where it must be told',
      { ...UNNAMED, needsVersion: true },
      { versionId: OURS },
      true,
    ],
    ['of a first release not none', FIRST, { versionId: '' }, false],
  ])('is %s', (_, sought, facts, expected) => {
    expect(matchesRevision(application({ deployVersion: 'v2', ...facts }), sought)).toBe(expected);
  });
});
