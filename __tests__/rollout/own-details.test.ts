import { describe, expect, it } from '@jest/globals';
import type { DetailsMatcher, OwnDetails } from '../../src/rollout/own-details.ts';
import { areDetailsOwn, trackOwnDetails, UNSEEN_DETAILS } from '../../src/rollout/own-details.ts';
import type { Deployment } from '../../src/rollout/snapshot.ts';
import { done, START_BEFORE, START_OURS } from './snapshots.ts';

const START_LATER = '2026-01-01 11:00:00';

/** A rollout of v2 that this step has started. */
const STARTED: DetailsMatcher = {
  details: UNSEEN_DETAILS,
  before: { startTime: START_BEFORE },
  deployVersion: 'v2',
};
/** One that it has attached to. */
const ATTACHED: DetailsMatcher = { details: UNSEEN_DETAILS, before: undefined, deployVersion: '' };
const seen = (startTime: string): OwnDetails => ({ startTime, other: undefined });

describe('details', () => {
  it.each<[string, DetailsMatcher, Partial<Deployment>, boolean]>([
    ['ours, of the version that was started', STARTED, {}, true],
    ['not ours with the StartTime of before', STARTED, { startTime: START_BEFORE }, false],
    ['not ours of another version', STARTED, { newDeployVersion: 'v1' }, false],
    ['ours where they tell no version', STARTED, { newDeployVersion: '' }, true],
    ['ours where they tell no StartTime', STARTED, { startTime: '' }, true],
    [
      'ours where neither they nor the ones before tell a StartTime',
      { ...STARTED, before: { startTime: '' } },
      { startTime: '' },
      true,
    ],
    [
      'ours where the ones before tell none',
      { ...STARTED, before: { startTime: '' } },
      { startTime: START_BEFORE },
      true,
    ],
    ['ours of the current version, where it is attached to', ATTACHED, {}, true],
    [
      'not ours of another version, where it is attached to',
      ATTACHED,
      { newDeployVersion: 'v3' },
      false,
    ],
    [
      'ours with the StartTime that was seen',
      { ...ATTACHED, details: seen(START_OURS) },
      { startTime: START_OURS },
      true,
    ],
    [
      'not ours with another StartTime than was seen',
      { ...ATTACHED, details: seen(START_OURS) },
      { startTime: START_LATER },
      false,
    ],
    [
      'ours with none, after one was seen',
      { ...ATTACHED, details: seen(START_OURS) },
      { startTime: '' },
      true,
    ],
  ])('are %s', (_, matcher, facts, expected) => {
    expect(areDetailsOwn(done({ deployment: facts }), matcher)).toBe(expected);
  });

  it('are not ours where there are none', () => {
    expect(areDetailsOwn(done({ deployment: 'none' }), STARTED)).toBe(false);
  });

  it('are ours of any version where nobody tells the wanted one', () => {
    const snapshot = done({ application: { deployVersion: '' } });
    expect(areDetailsOwn(snapshot, ATTACHED)).toBe(true);
  });
});

describe('what is remembered of our details', () => {
  /** After checks at these seconds. */
  const track = (
    matcher: DetailsMatcher,
    ...checks: readonly (readonly [second: number, facts: Partial<Deployment> | 'none'])[]
  ) =>
    checks.reduce(
      (details, [second, facts]) =>
        trackOwnDetails(done({ deployment: facts }), { ...matcher, details }, second * 1000),
      matcher.details,
    );

  it('is the StartTime that they were first seen with', () => {
    expect(track(STARTED, [0, {}])).toEqual(seen(START_OURS));
  });

  it.each<[string, Partial<Deployment> | 'none']>([
    ['of the rollout before', { startTime: START_BEFORE }],
    ['of another version', { newDeployVersion: 'v1', startTime: START_LATER }],
    ['that tell no StartTime', { startTime: '' }],
    ['that do not exist', 'none'],
  ])('is nothing of details %s', (_, facts) => {
    expect(track(STARTED, [0, facts], [20, facts])).toEqual(UNSEEN_DETAILS);
    const known = { ...STARTED, details: seen(START_OURS) };
    expect(track(known, [0, facts], [20, facts])).toEqual(seen(START_OURS));
  });

  it('is a later StartTime of the same version, once it has lasted', () => {
    const known = { ...STARTED, details: seen(START_OURS) };
    const later = { startTime: START_LATER };
    expect(track(known, [0, later])).toMatchObject({ startTime: START_OURS });
    expect(track(known, [0, later], [9, later])).toMatchObject({ startTime: START_OURS });
    expect(track(known, [0, later], [10, later])).toEqual(seen(START_LATER));
  });

  it('is no StartTime before the one that was seen: that is a replica that is behind', () => {
    const known = { ...ATTACHED, details: seen(START_OURS) };
    const earlier = { startTime: START_BEFORE };
    expect(track(known, [0, earlier], [20, earlier], [40, earlier])).toEqual(seen(START_OURS));
  });

  it('is no StartTime in another form, which nobody can compare', () => {
    const known = { ...ATTACHED, details: seen(START_OURS) };
    const other = { startTime: '2026-01-01T11:00:00Z' };
    expect(track(known, [0, other], [20, other])).toEqual(seen(START_OURS));
  });

  it('forgets a later StartTime where ours shows again in between', () => {
    const known = { ...STARTED, details: seen(START_OURS) };
    const later = { startTime: START_LATER };
    expect(track(known, [0, later], [5, {}])).toEqual(seen(START_OURS));
    expect(track(known, [0, later], [5, {}], [12, later])).toMatchObject({ startTime: START_OURS });
  });

  it('counts each later StartTime for itself', () => {
    const known = { ...STARTED, details: seen(START_OURS) };
    const latest = { startTime: '2026-01-01 12:00:00' };
    const details = track(known, [0, { startTime: START_LATER }], [10, latest]);
    expect(details).toMatchObject({ startTime: START_OURS, other: { since: 10_000, checks: 1 } });
  });
});
