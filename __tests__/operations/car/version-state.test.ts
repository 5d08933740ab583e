import { describe, expect, it } from '@jest/globals';
import {
  describeVersion,
  dropDuplicates,
  findBlockingVersions,
  findOldestUsable,
  findVersionInUse,
  getVersionState,
} from '../../../src/operations/car/version-state.ts';
import { version } from './versions.ts';

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

  it('is unknown where one of those that may go does not tell its age', () => {
    const versions = [version('ver-1'), version('ver-2', { createTime: 'long ago' })];
    expect(() => findOldestUsable(versions)).toThrow(
      expect.objectContaining({
        code: 'version-age-unknown',
        details: [
          {
            text: { key: 'car.create-time', values: expect.objectContaining({ time: 'long ago' }) },
          },
        ],
      }),
    );
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
  ])('"%s" is %s', (status, state) => {
    expect(getVersionState(version('ver-1', { status }))).toBe(state);
  });

  it('is other for any other word, and for parts and extensions of these', () => {
    const words =
      'Frozen NotInuse Inuse2 Unusable Usable2 Abnormal Normal2 ReCreating Creating2 NotCreateFailed CreateFailed2 NotDeleting Deleting2';
    const states = ['', ...words.split(' ')].map((status) =>
      getVersionState(version('ver-1', { status })),
    );
    expect(new Set(states)).toEqual(new Set(['other']));
  });

  it('tells which is in use', () => {
    const inUse = version('ver-2', { status: 'Inuse' });
    expect(findVersionInUse([version('ver-1'), inUse])).toBe(inUse);
    expect(findVersionInUse([version('ver-1')])).toBeUndefined();
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

it('a version that a list has twice counts once, and as in use if one entry says so', () => {
  const [usable, inUse, other] = [
    version('ver-1'),
    version('ver-1', { status: 'Inuse' }),
    version('ver-2'),
  ];
  expect(dropDuplicates([usable, other, inUse, usable, other])).toEqual([inUse, other]);
});
