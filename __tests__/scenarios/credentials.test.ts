import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };
const TEMPORARY = {
  secretId: 'AKIDtemporaryEXAMPLE',
  secretKey: 'temporarySecretKeyEXAMPLE',
  token: 'sessionTokenEXAMPLE',
};
const NO_INPUTS = { 'secret-id': '', 'secret-key': '', token: '' };

describe('Credentials', () => {
  it('come from the environment where no input gives them, and are masked first', async () => {
    const world = await openWorld({ credentials: TEMPORARY });
    const env = {
      TENCENTCLOUD_SECRET_ID: TEMPORARY.secretId,
      TENCENTCLOUD_SECRET_KEY: TEMPORARY.secretKey,
      TENCENTCLOUD_TOKEN: TEMPORARY.token,
      TENCENTCLOUD_REGION: 'ap-guangzhou',
    };
    const run = await world.run({ ...UPDATE, ...NO_INPUTS, region: '' }, { env });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    const first = run.commands.slice(0, 3);
    expect(first.map(({ name }) => name)).toEqual(['add-mask', 'add-mask', 'add-mask']);
    expect(first.map(({ message }) => message).sort()).toEqual(Object.values(TEMPORARY).sort());
    expect(run.stdout.lastIndexOf('::add-mask::')).toBeLessThan(run.stdout.indexOf('▸'));
  });

  it('come from one source: a token left over in the environment does not spoil the inputs', async () => {
    const world = await openWorld();
    const env = { TENCENTCLOUD_TOKEN: 'leftOverTokenEXAMPLE' };
    const run = await world.run(UPDATE, { env });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
  });
});
