import { describe, expect, it } from '@jest/globals';
import {
  findAddedVersions,
  findCreatedVersions,
} from '../../../src/operations/car/created-version.ts';
import { version } from './versions.ts';

const SENT_AT = Date.parse('2026-03-01T12:00:00Z');
const CALL = { fileName: 'game.zip', sentAt: SENT_AT, known: new Set(['ver-old']) };
const OURS = { status: 'Uploading', createTime: '2026-03-01T12:00:01Z' };

const found = (more: Partial<ReturnType<typeof version>>, versionId = 'ver-new') =>
  findCreatedVersions([version(versionId, { ...OURS, ...more })], CALL).length;

describe('the version that an unclear call may have created', () => {
  it.each([
    {},
    { name: 'game.zip' },
    { status: 'Creating' },
    { createTime: '2026-03-01T20:00:01+08:00' },
    // A clock that is a little behind.
    { createTime: '2026-03-01T11:59:51Z' },
    // Times that cannot be compared.
    { createTime: '' },
    { createTime: '2026-03-01 04:00:01' },
    { createTime: 'soonZ' },
  ])('may be %j', (more) => {
    expect(found(more)).toBe(1);
  });

  it.each([
    { name: 'other' },
    { name: '' },
    { status: 'Inuse' },
    { status: 'Normal' },
    { status: 'Usable' },
    { status: 'CreateFailed' },
    { status: 'Deleting' },
    { status: 'Frozen' },
    { createTime: '2026-03-01T11:59:49Z' },
    { createTime: '2026-03-01T19:59:49+0800' },
  ])('is not %j', (more) => {
    expect(found(more)).toBe(0);
  });

  it('is none that was known before, and none without an ID', () => {
    expect([found({}, 'ver-old'), found({}, '')]).toEqual([0, 0]);
    const list = ['ver-old', 'ver-new', ''].map((id) => version(id, { status: 'Inuse' }));
    expect(findAddedVersions(list, CALL.known)).toEqual([list[1]]);
  });

  it('is not known where there are several', () => {
    const list = ['ver-1', 'ver-2'].map((id) => version(id, OURS));
    expect(findCreatedVersions(list, CALL)).toEqual(list);
  });
});
