import { describe, expect, it } from '@jest/globals';
import { createLog } from '../../../src/github/log.ts';
import {
  assertPackageType,
  checkRollingUpdate,
  warnOfOverlongPauses,
} from '../../../src/operations/tem/check-rollout-inputs.ts';
import { recordingCore } from '../recorder.ts';

const FILE = { packageFile: 'shop.jar' };
const WANTED = { downloadPath: 'build/' };

describe('pauses between batches', () => {
  const paused = { deployStrategy: 'AUTO', totalBatchCount: 5, batchInterval: 600 } as const;

  it.each([
    ['are as long as the timeout', { timeout: 2_400_000 }, 1],
    ['leave time', { timeout: 2_460_000 }, 0],
    ['are waited for by nobody', { timeout: 60_000, wait: false }, 0],
    ['are confirmed by somebody', { timeout: 60_000, deployStrategy: 'MANUAL' }, 0],
  ] as const)('that %s', (_, inputs, warnings) => {
    const { core, recorded } = recordingCore();
    warnOfOverlongPauses(createLog(core), { ...paused, ...inputs });
    expect(recorded.annotations).toHaveLength(warnings);
  });

  it('must not lead to the revert of a healthy rollout', () => {
    const inputs = { ...paused, timeout: 1_800_000 };
    expect(checkRollingUpdate({ ...inputs, onTimeout: 'revert' })).toMatchObject([
      { input: 'timeout' },
    ]);
    expect(checkRollingUpdate({ ...inputs, onTimeout: 'keep' })).toEqual([]);
  });
});

describe('the inputs of a rolling update', () => {
  it.each<[Parameters<typeof checkRollingUpdate>[0], string[]]>([
    [{}, []],
    [{ deployStrategy: 'AUTO', batchInterval: 60 }, []],
    [{ deployStrategy: 'BETA', betaBatchNum: 1, batchInterval: 60 }, []],
    [{ deployStrategy: 'MANUAL' }, []],
    [{ deployStrategy: 'BETA' }, ['beta-batch-num']],
    [{ betaBatchNum: 1 }, ['beta-batch-num']],
    [{ deployStrategy: 'AUTO', betaBatchNum: 1 }, ['beta-batch-num']],
    [{ deployStrategy: 'MANUAL', batchInterval: 60 }, ['batch-interval']],
    [
      { deployStrategy: 'MANUAL', batchInterval: 60, betaBatchNum: 1 },
      ['beta-batch-num', 'batch-interval'],
    ],
    [FILE, []],
    [{ packageFile: 'build/SHOP.WAR' }, []],
    [{ packageFile: 'build/*' }, []],
    [{ packageFile: 'shop.zip' }, ['package-file']],
    [WANTED, ['package-name']],
    [{ ...WANTED, ...FILE }, []],
    [{ ...WANTED, packageName: 'shop.jar' }, []],
    [{ ...WANTED, ...FILE, wait: false }, ['wait']],
    [{ ...FILE, wait: false }, []],
  ])('%j: %j', (inputs, expected) => {
    const issues = checkRollingUpdate(inputs);
    expect(issues.map(({ input }) => input)).toEqual(expected);
    issues.forEach(({ fix }) => {
      expect(fix).not.toBe('');
    });
  });
});

describe('a package to upload', () => {
  it('is a JAR or a WAR', () => {
    expect(() => {
      assertPackageType('/work/shop.jar');
    }).not.toThrow();
    expect(() => {
      assertPackageType('/work/shop.zip');
    }).toThrow(expect.objectContaining({ code: 'file-type' }));
  });
});
