import { afterEach, describe, expect, it } from '@jest/globals';
import { Agent } from 'undici';
import { restoreIdentity, runPost } from '../../src/run/post-step.ts';
import type { Runtime } from '../../src/run/runtime.ts';
import { recordingCore } from '../operations/recorder.ts';
import type { TestWorld } from '../operations/world.ts';
import { annotated, closeWorlds, startWorld, suggested, UPDATE } from '../operations/world.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { createSaved, keep, PENDING } from './unfinished.ts';
import { NO_PROBES } from '../support/no-probes.ts';

const INFO = 'DescribeApplicationInfo';
const REVERT = 'RevertDeployApplication';

afterEach(closeWorlds);

/** A world in which a cancelled step has left a rollout that is in progress. */
async function startUnfinished(): Promise<{ world: TestWorld; revisionId: string }> {
  const world = await startWorld({ behaviour: { podStartSeconds: 300 } });
  world.application.startRollout({ DeployVersion: 'v2.4.0' });
  world.clock.manual.advance(5);
  return { world, revisionId: world.application.revisionId };
}

describe('the end of the job', () => {
  it.each([
    { left: 'nothing', state: {} },
    { left: 'no JSON', state: { state: '{' } },
    { left: 'an empty state', state: { state: '{}' } },
    { left: 'another state', state: { state: '{"pending":{"kind":"other"}}' } },
    { left: 'a revert without its step', state: { state: JSON.stringify({ pending: PENDING }) } },
  ])('says and does nothing where the step left $left', async ({ state }) => {
    const world = await startWorld();
    const post = await world.post(UPDATE, { state });
    expect(post).toMatchObject({ exitCode: 0, calls: [], lines: [], outputs: {}, annotations: [] });
  });

  it('works from what the step saved, whatever inputs it gets itself', async () => {
    const { world, revisionId } = await startUnfinished();
    const others = {
      operation: 'car-set-online',
      endpoint: 'not a host',
      region: 'ap-singapore',
      language: 'en-US',
      'application-id': 'app-other001',
      'environment-id': 'en-other0001',
      timeout: 'soon',
    };
    const state = keep(createSaved(world.simulator.url), { ...PENDING, revisionId });
    const post = await world.post(others, { state });
    expect(post.exitCode).toBe(0);
    expect(post.calls).toContain(REVERT);
    expect(world.application.deployVersion).toBe('v2.3.9');
    const { calls } = world.simulator;
    expect(new Set(calls.map(({ region }) => region))).toEqual(new Set(['ap-guangzhou']));
    expect(new Set(calls.map(({ language }) => language))).toEqual(new Set(['zh-CN']));
    const applications = calls.map(({ parameters }) => parameters.ApplicationId);
    expect(new Set(applications)).toEqual(new Set([PENDING.applicationId]));
  });

  it('needs no input at all', async () => {
    const { world, revisionId } = await startUnfinished();
    const state = keep(createSaved(world.simulator.url), { ...PENDING, revisionId });
    const blank = { operation: '', endpoint: '', region: '', 'application-id': '' };
    const post = await world.post({ ...blank, 'environment-id': '' }, { state });
    expect(post.exitCode).toBe(0);
    expect(world.application.deployVersion).toBe('v2.3.9');
  });

  it('writes a summary, unless the step wrote none', async () => {
    const { world } = await startUnfinished();
    const summaries = [true, false].map(async (summary) => {
      const state = keep(createSaved(world.simulator.url, { summary }));
      return (await world.post(UPDATE, { state })).summary !== '';
    });
    expect(await Promise.all(summaries)).toEqual([true, false]);
  });

  it('is red where the cloud refuses to be read', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'expired-credentials', occurrence: 'every' });
    const post = await world.post(UPDATE, { state: keep(createSaved(world.simulator.url)) });
    expect(post).toMatchObject({ exitCode: 1, calls: [INFO] });
    expect(annotated(post)).toContain('AuthFailure.TokenFailure');
  });

  it('does nothing where the rollout is not current any more', async () => {
    const world = await startWorld();
    const post = await world.post(UPDATE, { state: keep(createSaved(world.simulator.url)) });
    expect(post).toMatchObject({ exitCode: 0, annotations: [] });
    expect(post.lines.join('\n')).toContain(PENDING.revisionId);
    expect(post.calls).not.toContain(REVERT);
  });

  it('survives reads that fail for a while', async () => {
    const { world, revisionId } = await startUnfinished();
    world.simulator.faults.inject({ kind: 'http-502-html', action: INFO, times: 7 });
    const state = keep(createSaved(world.simulator.url), { ...PENDING, revisionId });
    const post = await world.post(UPDATE, { state });
    expect(post).toMatchObject({ exitCode: 0 });
    expect(world.application.deployVersion).toBe('v2.3.9');
  });
});

describe('the end of the job without credentials', () => {
  /** Runs it without any, on the state that a step with `source` left; tells what was sent. */
  async function runWithout(env: NodeJS.ProcessEnv, revisionId = PENDING.revisionId) {
    const state = keep(createSaved('tencentcloudapi.com'), { ...PENDING, revisionId });
    const { core, recorded } = recordingCore(state);
    const sent: unknown[] = [];
    const runtime: Runtime = {
      core,
      env,
      clock: virtualClock(),
      random: () => 0,
      cancelSignal: new AbortController().signal,
      dispatcher: new Agent(),
      uploadArtifact: () => Promise.reject(new Error('none')),
      ...NO_PROBES,
      openDeployments: () => Promise.reject(new Error('none')),
      post: (request) => {
        sent.push(request);
        return Promise.reject(new Error('nothing is to be sent'));
      },
    };
    return { exitCode: await runPost(runtime), recorded, sent };
  }

  it.each([
    ['none', {}],
    ['half of them', { 'INPUT_SECRET-ID': 'AKIDexample' }],
  ])('is red, sends nothing, and shows the step to copy: %s', async (_, env) => {
    const { exitCode, recorded, sent } = await runWithout(env);
    expect({ exitCode, sent }).toEqual({ exitCode: 1, sent: [] });
    expect(suggested(recorded)).toEqual(['tem-revert']);
    const told = annotated(recorded);
    for (const text of [PENDING.revisionId, PENDING.applicationId, PENDING.environmentId]) {
      expect(told).toContain(text);
    }
    expect(told).toContain('uses: octo-org/deploy@v1');
  });

  it('has a code of its own', () => {
    const { core } = recordingCore();
    const step = createSaved('tencentcloudapi.com');
    const code = 'post-without-credentials';
    const restore = () => restoreIdentity({ core, env: {} }, step, PENDING);
    expect(restore).toThrow(expect.objectContaining({ code, status: 'failed' }));
  });

  it('says so where nobody knows the revision yet', async () => {
    const { exitCode, recorded } = await runWithout({}, '');
    expect(exitCode).toBe(1);
    expect(annotated(recorded)).toContain(PENDING.applicationId);
  });

  it('is no trouble for a step that had them by OIDC', () => {
    const { core } = recordingCore();
    const base = { source: 'oidc', providerId: 'github', audience: 'sts' } as const;
    const { identity } = createSaved('tencentcloudapi.com');
    const step = createSaved('tencentcloudapi.com', { identity: { ...identity, base } });
    const restored = restoreIdentity({ core, env: {} }, step, PENDING);
    expect(restored).toEqual({ base, roles: identity.roles });
  });

  it('takes keys of the environment from there, whatever the inputs are', () => {
    const { core } = recordingCore();
    const { identity } = createSaved('tencentcloudapi.com');
    const base = { source: 'environment' } as const;
    const step = createSaved('tencentcloudapi.com', { identity: { ...identity, base } });
    const others = { 'INPUT_SECRET-ID': 'AKIDother', 'INPUT_SECRET-KEY': 'other-key' };
    const own = { TENCENTCLOUD_SECRET_ID: 'AKIDown', TENCENTCLOUD_SECRET_KEY: 'own-key' };
    const restored = restoreIdentity({ core, env: { ...others, ...own } }, step, PENDING);
    expect(restored.base).toMatchObject({ source: 'environment', secretId: 'AKIDown' });
    const code = 'post-without-credentials';
    const restore = () => restoreIdentity({ core, env: others }, step, PENDING);
    expect(restore).toThrow(expect.objectContaining({ code }));
  });

  it('masks what it was given, though that is not enough', async () => {
    const { recorded } = await runWithout({ 'INPUT_SECRET-KEY': 'the-secret-key' });
    expect(recorded.masks).toContain('the-secret-key');
  });
});
