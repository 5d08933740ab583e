import { describe, expect, it } from '@jest/globals';
import { checkStrategy } from '../../src/operations/tem/check-rollout-inputs.ts';
import { readPendingRevert } from '../../src/operations/tem/pending-revert.ts';
import { formatBytes, formatDuration, formatInstances, joinParts } from '../../src/text/format.ts';
import {
  formatBatchName,
  formatPlannedStrategy,
  formatStrategy,
} from '../../src/operations/tem/progress-log.ts';
import type { Strategy } from '../../src/rollout/snapshot.ts';

describe('a duration', () => {
  it.each([
    [0, '0 s'],
    [400, '0 s'],
    [1_000, '1 s'],
    [59_400, '59 s'],
    [59_600, '1 min'],
    [60_000, '1 min'],
    [61_000, '1 min 1 s'],
    [252_000, '4 min 12 s'],
    [3_600_000, '1 h'],
    [3_605_000, '1 h 5 s'],
    [5_400_000, '1 h 30 min'],
    [21_600_000, '6 h'],
  ])('of %i ms is "%s"', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });
});

describe('a strategy', () => {
  const NOTHING: Strategy = {
    type: undefined,
    totalBatchCount: undefined,
    betaBatchNum: undefined,
    batchInterval: undefined,
  };

  it.each<[string, Partial<Strategy>]>([
    ['', {}],
    ['AUTO', { type: 0 }],
    ['AUTO, 1 batch', { type: 0, totalBatchCount: 1, betaBatchNum: 0, batchInterval: 0 }],
    ['AUTO, 3 batches, 1 min apart', { type: 0, totalBatchCount: 3, batchInterval: 60 }],
    ['AUTO, 2 batches', { type: 0, totalBatchCount: 2, betaBatchNum: 5 }],
    ['MANUAL, 3 batches', { type: 1, totalBatchCount: 3 }],
    [
      'BETA, 1 instance, then 2 batches, 1 min apart',
      { type: 2, totalBatchCount: 2, betaBatchNum: 1, batchInterval: 60 },
    ],
    ['BETA, 2 instances, then 1 batch', { type: 2, totalBatchCount: 1, betaBatchNum: 2 }],
    ['BETA, 2 batches', { type: 2, totalBatchCount: 2 }],
    ['first release, 1 batch', { type: 3, totalBatchCount: 1 }],
    ['strategy 7, 2 batches', { type: 7, totalBatchCount: 2 }],
  ])('"%s"', (words, strategy) => {
    expect(formatStrategy({ ...NOTHING, ...strategy })).toBe(words);
  });

  it('that is not told is not made up', () => {
    expect(formatStrategy(undefined)).toBe('');
  });

  it('of the inputs reads the same as that of the cloud', () => {
    const inputs = { totalBatchCount: 2, betaBatchNum: 1, batchInterval: 90 };
    const words = 'BETA, 1 instance, then 2 batches, 1 min 30 s apart';
    expect(formatPlannedStrategy({ deployStrategy: 'BETA', ...inputs })).toBe(words);
    expect(formatStrategy({ type: 2, ...inputs })).toBe(words);
  });

  it('that the inputs leave to the cloud is not made up', () => {
    expect(formatPlannedStrategy({ totalBatchCount: 2 })).toBe('');
  });
});

describe('small words', () => {
  it('count and join', () => {
    expect([0, 1, 2].map(formatInstances)).toEqual(['0 instances', '1 instance', '2 instances']);
    expect(joinParts('a', '', 'b')).toBe('a · b');
    expect(formatBatchName({ position: 2, of: 3 })).toBe('batch 2/3');
    expect(formatBatchName({ position: 'beta', of: 3 })).toBe('beta');
  });
});

describe('an amount of bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 KB'],
    [48_200_000, '48.2 MB'],
    [1_000_000_000, '1.0 GB'],
    [5_000_000_000_000, '5.0 TB'],
    [5_000_000_000_000_000, '5000.0 TB'],
  ])('%d is %s', (count, words) => {
    expect(formatBytes(count)).toBe(words);
  });
});

describe('batch settings', () => {
  it.each([
    [{}, []],
    [{ deployStrategy: 'AUTO', batchInterval: 60 }, []],
    [{ deployStrategy: 'BETA', betaBatchNum: 1, batchInterval: 60 }, []],
    [{ deployStrategy: 'MANUAL' }, []],
    [{ deployStrategy: 'BETA' }, ['beta-batch-num is missing']],
    [
      { betaBatchNum: 1 },
      ['beta-batch-num needs the beta strategy, and deploy-strategy is not given'],
    ],
    [
      { deployStrategy: 'AUTO', betaBatchNum: 1 },
      ['beta-batch-num needs the beta strategy, and deploy-strategy is AUTO'],
    ],
    [{ deployStrategy: 'MANUAL', batchInterval: 60 }, ['batch-interval has no meaning with']],
    [
      { deployStrategy: 'MANUAL', batchInterval: 60, betaBatchNum: 1 },
      ['beta-batch-num needs the beta strategy, and', 'batch-interval has no meaning with'],
    ],
  ])('%j: %j', (inputs, expected) => {
    const problems = checkStrategy(inputs);
    expect(problems).toHaveLength(expected.length);
    problems.forEach(({ input, problem: is, fix: change }, index) => {
      expect(`${input} ${is}`).toContain(expected[index]);
      expect(change).toMatch(/^(add|use) {3}\S/);
    });
  });
});

describe('what is kept for the end of the job', () => {
  const WHOLE = {
    kind: 'tem-revert',
    applicationId: 'app-1',
    environmentId: 'en-1',
    revisionId: '',
    beforeRevisionId: 'revision-1',
    deployVersion: 'v2.4.0',
    isSent: true,
  };

  it('is read back', () => {
    expect(readPendingRevert(JSON.parse(JSON.stringify(WHOLE)))).toEqual(WHOLE);
  });

  it('counts as not sent where that is not said', () => {
    expect(readPendingRevert({ ...WHOLE, isSent: 'true' })).toEqual({ ...WHOLE, isSent: false });
  });

  it.each([
    undefined,
    null,
    'tem-revert',
    {},
    { ...WHOLE, kind: 'other' },
    { ...WHOLE, applicationId: 1 },
    { ...WHOLE, environmentId: undefined },
    { ...WHOLE, revisionId: null },
    { ...WHOLE, beforeRevisionId: [] },
    { ...WHOLE, deployVersion: 2 },
  ])('is nothing where it is not whole: %j', (saved) => {
    expect(readPendingRevert(saved)).toBeUndefined();
  });
});
