import { describe, expect, it } from '@jest/globals';
import { chooseRoomStep } from '../../../src/operations/car/version-room.ts';
import type { RoomInputs } from '../../../src/operations/car/version-room.ts';
import type { ApplicationVersion } from '../../../src/tencent/services/car-api.ts';
import { versions } from './versions.ts';

const DELETE: RoomInputs = { pendingVersion: 'delete', versionLimit: 'delete-oldest' };
const FAIL: RoomInputs = { pendingVersion: 'fail', versionLimit: 'fail' };
const FULL = { a: 'Usable', b: 'Usable', c: 'Usable', d: 'Usable', now: 'Inuse' };
const LEFT = { now: 'Inuse', left: 'CreateFailed' };

/** What is to be done where `first` was there at first, and `now` is there by now. */
function choose(
  first: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>> = first,
  inputs = DELETE,
  deleted: readonly string[] = [],
  change: (list: ApplicationVersion[]) => ApplicationVersion[] = (list) => list,
) {
  const all = { ...now };
  const lists = { first: versions(first), now: change(versions(all)), deleted: new Set(deleted) };
  const step = chooseRoomStep(lists, inputs);
  if (step.kind === 'delete') return `delete ${step.version.versionId}`;
  if (step.kind === 'wait') return `wait for ${step.leaving.map((one) => one.versionId).join()}`;
  return step.kind;
}

/** The code of the error, and the versions that it names. */
function refusal(...parameters: Parameters<typeof choose>) {
  try {
    return choose(...parameters);
  } catch (error) {
    return error;
  }
}

describe('what makes room for a version', () => {
  it.each([
    ['nothing where there is room', { now: 'Inuse', a: 'Usable' }, 'free'],
    ['the leftover', LEFT, 'delete left'],
    ['the leftover, not the oldest', { ...FULL, d: 'Normal' }, 'delete d'],
    ['the oldest of five', FULL, 'delete a'],
    ['nothing beside what is being deleted', { ...FULL, c: 'Deleting' }, 'wait for c'],
    ['nothing where a deletion is stuck and there is room', { ...LEFT, left: 'Deleting' }, 'free'],
    ['nothing for a status that may not be in the way', { now: 'Inuse', x: 'Frozen' }, 'free'],
  ])('is %s', (_, first, step) => {
    expect(choose(first)).toBe(step);
  });

  it.each([
    ['that was not there at first', { now: 'Inuse' }, LEFT],
    ['whose status has changed', { ...LEFT, left: 'Uploading' }, { ...LEFT, left: 'Creating' }],
  ])('is never a version %s', (_, first, now) => {
    const details = [{ text: expect.stringContaining('left') }];
    expect(refusal(first, now)).toMatchObject({ code: 'version-unpublished', details });
  });

  it.each([
    ['file', { size: 9 }],
    ['name', { name: 'other' }],
    ['time', { createTime: '2026-02-01T00:00:00Z' }],
  ])('is never a version that has another %s by now', (_, change) => {
    const touch = (list: ApplicationVersion[]) =>
      list.map((one) => (one.versionId === 'left' ? { ...one, ...change } : one));
    expect(refusal(LEFT, LEFT, DELETE, [], touch)).toMatchObject({ code: 'version-unpublished' });
  });

  it('is the next oldest where the oldest was in use meanwhile', () => {
    const swapped = { ...FULL, a: 'Inuse', now: 'Usable' };
    expect(choose(FULL, swapped)).toBe('delete b');
  });

  it('is not a version that was in use at first', () => {
    const first = { now: 'Inuse', a: 'Normal', b: 'Frozen', c: 'Uploading', d: 'Deleting' };
    const now = { now: 'Usable', a: 'Inuse', b: 'Usable', c: 'Usable', d: 'Usable' };
    expect(refusal(first, now)).toMatchObject({ code: 'version-limit' });
  });

  it.each([
    ['waited for while it is in the way', 'CreateFailed', 'wait for left'],
    ['not waited for while it is not', 'Deleting', 'free'],
  ])('is not deleted twice, and %s', (_, status, step) => {
    expect(choose(LEFT, { ...LEFT, left: status }, DELETE, ['left'])).toBe(step);
  });

  it('is not one more while a deleted one is still listed', () => {
    expect(choose(FULL, FULL, DELETE, ['a'])).toBe('wait for a');
  });

  it('is nothing where a status is unknown: it might be in vain', () => {
    const details = [{ text: expect.stringContaining('Frozen') }];
    const found = refusal({ ...FULL, c: 'Frozen' });
    expect(found).toMatchObject({ code: 'version-status-unknown', details });
  });

  it.each([
    ['version-unpublished', LEFT],
    ['version-limit', FULL],
  ])('is nothing without being asked to: %s', (code, first) => {
    expect(refusal(first, first, FAIL)).toMatchObject({ code });
  });
});
