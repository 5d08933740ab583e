import { afterEach, describe, expect, it } from '@jest/globals';
import { errorOf, expectOutputs } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };
const TEMPORARY = {
  secretId: 'AKIDtemporaryEXAMPLE',
  secretKey: 'temporarySecretKeyEXAMPLE',
  token: 'sessionTokenEXAMPLE',
};
const NO_INPUTS = { 'secret-id': '', 'secret-key': '', token: '' };

const WHOLE = {
  TENCENTCLOUD_SECRET_ID: 'AKIDofTheEnvironment',
  TENCENTCLOUD_SECRET_KEY: 'keyOfTheEnvironment',
};

describe('Credentials', () => {
  it.each([
    ['secret-key', { 'secret-key': 'wrongKeyEXAMPLE' }, 'AuthFailure.SignatureFailure'],
    ['secret-id', { 'secret-id': 'AKIDunknownEXAMPLE' }, 'AuthFailure.SecretIdNotFound'],
    ['token', { token: 'tokenThatNobodyAskedFor' }, 'AuthFailure.TokenFailure'],
  ])(
    'with a wrong %s end the step after exactly one call, with a hint',
    async (name, inputs, code) => {
      const world = await openWorld();
      const run = await world.run({ ...UPDATE, ...inputs });
      expect(run.exitCode).toBe(1);
      expect(world.simulator.calls.map(({ outcome }) => outcome)).toEqual([code]);
      expectOutputs(run, {
        status: 'failed',
        'request-id': world.simulator.calls[0]?.requestId ?? '',
      });
      const error = errorOf(run);
      expect(error).toContain(code);
      expect(error).toContain(name);
      expect(error).toContain('What to change:');
      expect(error).toContain(world.simulator.calls[0]?.requestId);
      expect(run.stdout).not.toMatch(/^(?!::add-mask::).*(wrongKey|tokenThatNobody)/m);
      expect(world.changes()).toEqual([]);
    },
  );

  it('may be temporary, with a session token', async () => {
    const world = await openWorld({ credentials: TEMPORARY });
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    expect(run.outputs.status).toBe('succeeded');
    expect(run.commands.slice(0, 3).map(({ name }) => name)).toEqual(Array(3).fill('add-mask'));
    expect(run.commands.map(({ message }) => message)).toContain(TEMPORARY.token);
  });

  it.each(['TENCENTCLOUD_TOKEN', 'TENCENTCLOUD_SECURITY_TOKEN', 'TENCENTCLOUD_SESSION_TOKEN'])(
    'come from the environment where no input gives them (%s)',
    async (variable) => {
      const world = await openWorld({ credentials: TEMPORARY });
      const run = await world.run(
        { ...UPDATE, ...NO_INPUTS, region: '' },
        {
          env: {
            TENCENTCLOUD_SECRET_ID: TEMPORARY.secretId,
            TENCENTCLOUD_SECRET_KEY: TEMPORARY.secretKey,
            [variable]: TEMPORARY.token,
            TENCENTCLOUD_REGION: 'ap-guangzhou',
          },
        },
      );
      expect(run.exitCode).toBe(0);
      expect(run.outputs.status).toBe('succeeded');
      expect(run.commands.map(({ message }) => message)).toContain(TEMPORARY.token);
    },
  );

  it('come from one source: a token left over in the environment does not spoil the inputs', async () => {
    const world = await openWorld();
    const env = { TENCENTCLOUD_TOKEN: 'leftOverTokenEXAMPLE' };
    const run = await world.run(UPDATE, { env });
    expect(run.exitCode).toBe(0);
    expect(run.outputs.status).toBe('succeeded');
  });

  it.each<[string, Record<string, string>, Record<string, string>, string]>([
    ['an ID alone', { 'secret-key': '' }, {}, 'secret-key is missing'],
    [
      'a token alone',
      { 'secret-id': '', 'secret-key': '', token: 'aTokenEXAMPLE' },
      WHOLE,
      'secret-id is missing',
    ],
    [
      'a key of the environment alone',
      NO_INPUTS,
      { TENCENTCLOUD_SECRET_KEY: 'keyEXAMPLE' },
      'TENCENTCLOUD_SECRET_ID is missing',
    ],
    [
      'a token of the environment alone',
      NO_INPUTS,
      { TENCENTCLOUD_TOKEN: 'tokenEXAMPLE' },
      'secret-id is missing',
    ],
  ])('are half a set, which names the other half: %s', async (_, inputs, env, expected) => {
    const world = await openWorld();
    const run = await world.run({ ...UPDATE, ...inputs }, { env });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain(expected);
    expect(world.simulator.calls).toEqual([]);
  });

  it('are red where the clock stays off, and say so', async () => {
    const world = await openWorld();
    const code = 'AuthFailure.SignatureExpire';
    world.simulator.faults.inject({ kind: 'api-error', code, occurrence: 'every' });
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    expect(errorOf(run)).toContain('AuthFailure.SignatureExpire');
    expect(errorOf(run)).toContain('clock');
    expect(world.changes()).toEqual([]);
  });

  it.each([
    ['RollingUpdateApplicationByVersion', 'UnauthorizedOperation'],
    ['DescribeApplicationInfo', 'AuthFailure.UnauthorizedOperation'],
  ])('that may not call %s get the permission to add', async (action, code) => {
    const world = await openWorld();
    world.simulator.faults.inject({ kind: 'api-error', action, code, occurrence: 'every' });
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({
      status: 'failed',
      'request-id': world.requestIdOf(action),
    });
    expect(errorOf(run)).toContain(`TEM refused ${action}: ${code}`);
    expect(errorOf(run)).toContain(`tem:${action}`);
    expect(errorOf(run)).toContain(world.requestIdOf(action));
    expect(world.application.rollouts).toEqual([]);
  });
});
