import { describe, expect, it } from '@jest/globals';
import { findCreatedVersion } from '../../../src/operations/car/create-version-once.ts';
import {
  findBlockingVersions,
  describeVersion,
  findOldestUsable,
  getVersionState,
} from '../../../src/operations/car/version-state.ts';
import type { ApplicationVersion } from '../../../src/tencent/services/car-api.ts';
import { AmbiguousResponseError } from '../../../src/tencent/api-errors.ts';

function version(versionId: string, more: Partial<ApplicationVersion> = {}): ApplicationVersion {
  return { versionId, name: 'game', status: 'Usable', createTime: '2026-01-01T00:00:00Z', ...more };
}

describe('the version that an unclear answer left behind', () => {
  const cause = new AmbiguousResponseError({
    ...{ service: 'car', action: 'CreateApplicationVersion' },
    message: 'the answer has no ApplicationVersionId',
  });
  const doubt = { what: 'the version was created', cause };

  it.each(['game', 'game.zip', ''])('is the only new one, with the name "%s"', (name) => {
    const found = version('ver-1', { name });
    expect(findCreatedVersion(doubt, [found], 'game.zip')).toBe(found);
  });

  it.each([
    ['none', [], 'no new version'],
    ['one of another file', [version('ver-1', { name: 'other' })], 'not of game.zip'],
    ['several', [version('ver-1'), version('ver-2')], 'several new versions'],
  ])('is not known where there is %s', (_, added, said) => {
    const listed = added.map((one) => ({ text: describeVersion(one) }));
    const refused = (() => {
      try {
        return findCreatedVersion(doubt, added, 'game.zip');
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toMatchObject({
      code: 'change-outcome-unknown',
      details: [
        { label: 'Why' },
        { label: 'Seen', text: expect.stringContaining(said) },
        ...listed,
      ],
    });
  });
});

describe('the oldest version', () => {
  it('is the one of the earliest time, however that is written', () => {
    const versions = [
      version('ver-1', { createTime: '2026-01-01T02:00:00+08:00' }),
      version('ver-2', { createTime: '2026-01-01T00:00:00Z' }),
      version('ver-3', { createTime: '2020-01-01T00:00:00Z', status: 'Inuse' }),
      version('ver-4', { createTime: 'long ago', status: 'Normal' }),
    ];
    expect(findOldestUsable(versions)?.versionId).toBe('ver-1');
    expect(findOldestUsable([])).toBeUndefined();
  });
});

describe('the state of a version', () => {
  it.each([
    ['Inuse', 'in-use'],
    ['Usable', 'usable'],
    ['Normal', 'ready'],
    ['Uploading', 'in-preparation'],
    ['Creating', 'in-preparation'],
    ['Createing', 'in-preparation'],
    ['CreateFailed', 'create-failed'],
    ['Deleting', 'deleting'],
    ['inuse', 'in-use'],
    ['', 'other'],
    ['Frozen', 'other'],
    ['NotInuse', 'other'],
    ['Inuse2', 'other'],
    ['Unusable', 'other'],
    ['Usable2', 'other'],
    ['Abnormal', 'other'],
    ['Normal2', 'other'],
    ['ReCreating', 'other'],
    ['Creating2', 'other'],
    ['NotCreateFailed', 'other'],
    ['CreateFailed2', 'other'],
    ['NotDeleting', 'other'],
    ['Deleting2', 'other'],
  ])('"%s" is %s', (status, state) => {
    expect(getVersionState(version('ver-1', { status }))).toBe(state);
  });

  it('blocks the creation of another until it was published', () => {
    const states = ['Inuse', 'Usable', 'Normal', 'Uploading', 'Creating', 'CreateFailed', 'Frozen'];
    const versions = states.map((status) => version('ver-1', { status }));
    expect(findBlockingVersions(versions).map(({ status }) => status)).toEqual(states.slice(2, 6));
  });

  it.each([
    ['game', 'Usable', 'ver-1 (game, Usable)'],
    ['', 'Usable', 'ver-1 (Usable)'],
    ['game', '', 'ver-1 (game)'],
  ])('is described, name "%s" and status "%s"', (name, status, said) => {
    expect(describeVersion(version('ver-1', { name, status }))).toBe(said);
  });
});
