import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { roleArn, startSimulator } from '../../simulator/index.ts';
import type { Simulator } from '../../simulator/index.ts';
import { readInputs } from '../../src/github/inputs/read-inputs.ts';
import { createLog } from '../../src/github/log.ts';
import { OPERATIONS } from '../../src/operations/registry.ts';
import { connectIdentity } from '../../src/run/connect-identity.ts';
import { runMain } from '../../src/run/main-step.ts';
import { runPost } from '../../src/run/post-step.ts';
import { createDispatcher, createPost } from '../../src/tencent/http.ts';
import type { Runtime } from '../../src/run/runtime.ts';
import { recordingCore } from '../operations/recorder.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { ISSUER, startOidcService } from '../support/oidc-service.ts';
import type { OidcService } from '../support/oidc-service.ts';
import { createSaved, keep } from './unfinished.ts';
import { NO_PROBES } from '../support/no-probes.ts';

const AUDIENCE = 'sts.tencentcloudapi.com';
let simulator: Simulator;
let oidc: OidcService;
const clock = virtualClock();
const dispatchers: ReturnType<typeof createDispatcher>[] = [];

beforeEach(async () => {
  oidc = await startOidcService(() => clock.now());
  const trusts = [{ provider: 'github', audience: AUDIENCE }, { caller: 'account' }];
  const provider = { name: 'github', issuer: ISSUER, clientIds: [AUDIENCE], keys: [...oidc.keys] };
  simulator = await startSimulator({
    clock: clock.manual,
    sts: { providers: [provider], roles: [{ roleName: 'deploy', trusts }] },
  });
});

afterEach(async () => {
  await Promise.all(dispatchers.splice(0).map((dispatcher) => dispatcher.destroy()));
  await simulator.close();
  await oidc.close();
});

function inputs(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const all = {
    ...{ operation: 'tem-wait', endpoint: simulator.url, region: 'ap-guangzhou' },
    ...{ 'application-id': 'app-shop0001', 'environment-id': 'en-prod0001' },
    ...{ 'oidc-provider-id': 'github', 'role-arn': roleArn('deploy') },
    ...more,
  };
  const variables = Object.entries(all).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    value,
  ]);
  return { ...oidc.environment, ...(Object.fromEntries(variables) as Record<string, string>) };
}

function openWorld(env: NodeJS.ProcessEnv, state: Readonly<Record<string, string>> = {}) {
  const { core, recorded } = recordingCore(state);
  const getIDToken = async (audience?: string) => {
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: token = '' } =
      oidc.environment;
    const authorization = `Bearer ${token}`;
    const answer = await fetch(`${url}&audience=${audience ?? ''}`, { headers: { authorization } });
    return ((await answer.json()) as { value: string }).value;
  };
  const dispatcher = createDispatcher();
  dispatchers.push(dispatcher);
  const cancel = new AbortController();
  const world: Runtime = {
    ...{ clock, env, random: () => 0.5, cancelSignal: cancel.signal },
    core: { ...core, getIDToken },
    post: createPost(dispatcher),
    dispatcher,
    uploadArtifact: () => Promise.reject(new Error('nothing is to be kept')),
    ...NO_PROBES,
    openDeployments: () => Promise.reject(new Error('nothing is to be recorded')),
  };
  return { recorded, cancel, world };
}

function connect(world: Runtime) {
  const { identity, prepared } = readInputs(world.env, OPERATIONS);
  return connectIdentity(world, createLog(world.core), identity, prepared.common);
}

describe('an identity by OIDC', () => {
  it('is had once, masked and told', async () => {
    const { recorded, world } = openWorld(inputs());
    const exitCode = await runMain(world);
    const [issued] = simulator.sts.issued;
    expect(exitCode).toBe(0);
    expect(recorded.masks).toEqual([
      oidc.tokens[0],
      issued?.secretId,
      issued?.secretKey,
      issued?.token,
    ]);
    expect(recorded.lines[0]).toMatch(/^▸ \w+ +.*\bdeploy\b.*\(github\).* \d\d:\d\d:\d\d UTC$/);
    expect(recorded.debug.join()).toMatch(/\bdeploy\b.* \d\d:\d\d:\d\d UTC$/);
  });

  it('is had after the job as well, where something is left to do', async () => {
    const base = { source: 'oidc', providerId: 'github', audience: AUDIENCE } as const;
    const session = { roleSessionName: 'session', durationSeconds: 3600 };
    const identity = { base, roles: { roleArns: [roleArn('deploy')], session } };
    const state = keep(createSaved(simulator.url, { identity }));
    // The inputs of the main step are not there any more.
    const { recorded, world } = openWorld(oidc.environment, state);
    const exitCode = await runPost(world);
    expect(exitCode).toBe(0);
    expect(recorded.lines[0]).toMatch(/\bdeploy\b.*\bOIDC\b.*\bgithub\b/);
  });

  it('is not asked for after a cancel', async () => {
    const { recorded, cancel, world } = openWorld(inputs());
    const running = runMain(world);
    cancel.abort();
    await running;
    expect(recorded.outputs.status).toBe('cancelled');
    expect(oidc.audiences).toEqual([]);
    expect(simulator.calls).toEqual([]);
  });

  it('says in the debug log what is tried again', async () => {
    simulator.faults.inject({ kind: 'http-500', action: 'AssumeRoleWithWebIdentity' });
    const { recorded, world } = openWorld(inputs());
    await runMain(world);
    expect(recorded.outputs.status).toBe('succeeded');
    expect(recorded.debug.join('\n')).toMatch(/^AssumeRoleWithWebIdentity .* \d+ ms$/m);
  });

  it('is renewed no more once the step is over', async () => {
    const { world } = openWorld(inputs());
    const identity = connect(world);
    identity.close();
    await expect(identity.client.credentials()).rejects.toThrow('The step is over');
  });
});

describe('an identity by keys', () => {
  const KEYS = { 'oidc-provider-id': '', 'secret-id': 'AKIDsimulatorDemoEXAMPLE' };

  it('has an end where it is a role', async () => {
    const secretKey = 'simulatorDemoSecretKeyEXAMPLE';
    const { recorded, world } = openWorld(inputs({ ...KEYS, 'secret-key': secretKey }));
    await connect(world).connect(new AbortController().signal);
    const expiresAt = new Date(Math.floor(clock.now() / 1000 + 3600) * 1000).toISOString();
    expect(recorded.lines.join()).toContain(`${expiresAt.slice(11, 19)} UTC`);
    expect(recorded.masks).toHaveLength(3);
  });

  it('has none where it is the keys themselves', async () => {
    const keys = { ...KEYS, 'secret-key': 'other', 'role-arn': '' };
    const { world } = openWorld(inputs(keys));
    await expect(connect(world).connect(new AbortController().signal)).resolves.toBeUndefined();
    expect(simulator.calls).toEqual([]);
  });
});

describe('keys that are given', () => {
  it.each([
    ['beside OIDC', { 'secret-id': 'AKIDbeside', 'secret-key': 'keyBesideEXAMPLE' }],
    ['beside a wrong input', { 'secret-key': 'keyBesideEXAMPLE', timeout: 'x' }],
    ['in two lines', { 'secret-key': 'keyBesideEXAMPLE\nsecondLine' }],
  ])('are masked though they serve for nothing: %s', async (_, more) => {
    const { recorded, world } = openWorld(inputs(more));
    expect(await runMain(world)).toBe(1);
    expect(recorded.masks).toContain('keyBesideEXAMPLE');
  });

  it('are masked in the environment, too, where another source counts', async () => {
    const env = { ...inputs(), TENCENTCLOUD_SESSION_TOKEN: 'tokenLeftOverEXAMPLE' };
    const { recorded, world } = openWorld(env);
    await runMain(world);
    expect(recorded.masks[0]).toBe('tokenLeftOverEXAMPLE');
  });
});

describe('a proxy of the environment', () => {
  it('is masked before the inputs are read', async () => {
    const env = { ...inputs({ timeout: 'x' }), HTTPS_PROXY: 'http://me:proxy-password@p:1' };
    const { recorded, world } = openWorld(env);
    expect(await runMain(world)).toBe(1);
    expect(recorded.masks).toContain('proxy-password');
  });
});
