import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  asObject,
  asObjects,
  readFlag,
  readNumber,
  readText,
  readTexts,
} from '../../src/tencent/json.ts';
import {
  readApplication,
  readDeployment,
  readPod,
} from '../../src/tencent/services/tem-responses.ts';

const f = (value: unknown) => ({ f: value });

describe('a text', () => {
  it.each([
    ['abc', 'abc'],
    ['', ''],
    [12, '12'],
    [0, '0'],
    [null, ''],
    [undefined, ''],
    [true, ''],
    [{}, ''],
    [['a'], ''],
  ])('%j reads as %j', (value, expected) => {
    expect(readText(f(value), 'f')).toBe(expected);
    expect(readText(undefined, 'f')).toBe('');
  });
});

describe('a number', () => {
  it.each([
    [3, 3],
    [0, 0],
    [-1, -1],
    ['60', 60],
    [' 60 ', 60],
    ['', undefined],
    ['  ', undefined],
    ['sixty', undefined],
    ['60s', undefined],
    [NaN, undefined],
    [Infinity, undefined],
    ['Infinity', undefined],
    [null, undefined],
    [true, undefined],
    [[3], undefined],
    [{}, undefined],
  ])('%j reads as %j', (value, expected) => {
    expect(readNumber(f(value), 'f')).toBe(expected);
    expect(readNumber(undefined, 'f')).toBeUndefined();
  });
});

describe('a flag', () => {
  it.each([
    [true, true],
    ['true', true],
    ['True', true],
    [false, false],
    ['false', false],
    ['', false],
    [1, false],
    ['1', false],
    [null, false],
    [{}, false],
  ])('%j reads as %j', (value, expected) => {
    expect(readFlag(f(value), 'f')).toBe(expected);
    expect(readFlag(undefined, 'f')).toBe(false);
  });
});

describe('lists and objects', () => {
  it.each([
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    ['a', ['a']],
    [
      ['a', null, 1, 'b'],
      ['a', 'b'],
    ],
    [null, []],
    [{}, []],
  ])('texts of %j', (value, expected) => {
    expect(readTexts(f(value), 'f')).toEqual(expected);
    expect(readTexts(undefined, 'f')).toEqual([]);
  });

  it.each([
    [{ a: 1 }, [{ a: 1 }]],
    [
      [{ a: 1 }, null, 'x', [{}], { b: 2 }],
      [{ a: 1 }, { b: 2 }],
    ],
    [[], []],
    [null, []],
    [undefined, []],
    ['x', []],
  ])('objects of %j', (value, expected) => {
    expect(asObjects(value)).toEqual(expected);
  });

  it.each([[null], [undefined], ['x'], [1], [true], [[{}]]])('%j is no object', (value) => {
    expect(asObject(value)).toBeUndefined();
  });
});

describe('any JSON', () => {
  const FIELDS = [
    ...['VersionId', 'PodId', 'Status', 'Ready', 'UnderDeploying', 'ExpectedInstances'],
    ...['DeployStrategyConf', 'BetaBatchDetail', 'OtherBatchDetail', 'NewPods', 'NewPodList'],
    ...['BatchStatus', 'BatchIndex', 'PodNum', 'PodStatus', 'NextBatchStartTime', 'StartTime'],
  ];
  const { node: anything } = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'medium' },
      fc.jsonValue(),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...FIELDS), tie('node'), { maxKeys: 8 }),
    ),
  }));

  it('is read without throwing, into the types that are promised', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const object = asObject(value) ?? {};
        for (const field of Object.keys(object)) {
          expect(typeof readText(object, field)).toBe('string');
          expect(typeof readFlag(object, field)).toBe('boolean');
          expect(Number.isFinite(readNumber(object, field) ?? 0)).toBe(true);
          expect(readTexts(object, field).every((each) => typeof each === 'string')).toBe(true);
        }
        expect(asObjects(value).every((each) => asObject(each) === each)).toBe(true);
      }),
    );
  });

  it('makes an application, a pod and a deployment', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const object = asObject(value) ?? {};
        const { versionId, underDeploying, expectedInstances = 0 } = readApplication(object);
        expect([versionId, underDeploying, expectedInstances].map((each) => typeof each)).toEqual([
          'string',
          'boolean',
          'number',
        ]);
        expect(typeof readPod(object).restartCount).toBe('number');
        for (const batch of readDeployment(object).batches) {
          expect(typeof batch.status).toBe('string');
          expect(Number.isFinite(batch.podNum)).toBe(true);
          expect(batch.newPods.every(({ podId }) => typeof podId === 'string')).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});
