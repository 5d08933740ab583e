import { describe, expect, it } from '@jest/globals';
import type { Runtime } from '../../src/run/runtime.ts';
import { planRecord } from '../../src/run/planned-record.ts';
import { openGithub } from '../github/fake-deployments.ts';

const ASKED = { githubToken: 'ghs_token0123456789', githubEnvironment: 'production' };

function plan(operation: string, inputs: Partial<Parameters<typeof planRecord>[3]> = {}) {
  const { world, log, recorded, written } = openGithub();
  const given = { ...ASKED, setOnline: false, ...inputs };
  const record = planRecord(world as unknown as Runtime, log, operation, given);
  return { record, recorded, written };
}

describe('a planned record', () => {
  it('begins once, when it is told to', async () => {
    const { record, written } = plan('tem-rolling-update');
    expect(record.get()).toBeUndefined();
    record.begin();
    record.begin();
    await expect(record.get()?.id).resolves.toBe(42);
    expect(written.filter((line) => line.startsWith('create'))).toHaveLength(1);
  });

  it('that an earlier job began goes on at once', async () => {
    const { record } = plan('tem-revert', { githubDeploymentId: 7 });
    await expect(record.get()?.id).resolves.toBe(7);
  });

  it.each([
    ['tem-wait', {}, true],
    ['tem-resume', {}, true],
    ['tem-rollback', {}, true],
    ['car-set-online', {}, true],
    ['car-create-version', { setOnline: true }, true],
    ['car-create-version', { setOnline: false }, false],
    ['tem-revert', {}, false],
    ['tem-package-url', {}, false],
    ['scf-code-url', {}, false],
    ['dlc-result-download', {}, false],
  ])('of %s with %j is made: %s', (operation, inputs, isMade) => {
    const { record, recorded } = plan(operation, inputs);
    record.begin();
    expect(record.get() !== undefined).toBe(isMade);
    expect(recorded.annotations).toHaveLength(isMade ? 0 : 1);
  });

  it.each([{ dryRun: true }, { githubToken: undefined }, { githubEnvironment: undefined }])(
    'is not made with %j, and nothing is said about it',
    (inputs) => {
      const { record, recorded } = plan('scf-code-url', inputs);
      record.begin();
      expect(record.get()).toBeUndefined();
      expect(recorded.annotations).toEqual([]);
    },
  );
});
