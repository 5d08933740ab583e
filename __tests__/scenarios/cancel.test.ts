import { afterEach, describe, expect, it } from '@jest/globals';
import { expectOutputs } from './expectations.ts';
import { DEMO_CREDENTIALS } from '../../simulator/index.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = {
  operation: 'tem-rolling-update',
  'deploy-version': 'v2.4.0',
  'deploy-strategy': 'AUTO',
  'total-batch-count': '2',
};
const REVERTING = { ...UPDATE, 'on-cancel': 'revert' };
const TRIGGERED = 'RollingUpdateApplicationByVersion → ok';
/** The runner sends SIGTERM after 7.5 s, and 2.5 s later it kills. */
const WITHIN_SECONDS = 5;
const REVERTED = 'RevertDeployApplication → ok';

describe('A cancelled job', () => {
  it('leaves the rollout as it is', async () => {
    const world = await openWorld();
    const run = await world.run(UPDATE, { signals: [{ signal: 'SIGTERM', after: 15 }] });
    expect(run).toMatchObject({ exitCode: 1, signal: null, seconds: 15 });
    expectOutputs(run, {
      status: 'cancelled',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RollingUpdateApplicationByVersion'),
    });
    expect(world.application.rollouts).toMatchObject([{ state: 'deploying' }]);
    expect(world.changes()).toEqual([TRIGGERED]);

    const { length } = world.simulator.calls;
    const post = await world.run(UPDATE, { state: run.state });
    expect(post).toMatchObject({ exitCode: 0, outputs: {}, summary: '' });
    expect(world.simulator.calls).toHaveLength(length);
  });

  it('sends the revert with on-cancel: revert, and the post run confirms it', async () => {
    const world = await openWorld();
    // In Chinese, because a new process shows whether both entries load those texts.
    const inputs = { ...REVERTING, language: 'zh-CN' };
    const run = await world.run(inputs, { signals: [{ signal: 'SIGINT', after: 15 }] });
    const { revisionId } = world.application.rollouts[0] ?? {};
    expect(run).toMatchObject({ exitCode: 1, signal: null, seconds: 15 });
    expectOutputs(run, {
      status: 'cancelled',
      'revision-id': revisionId ?? '',
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RevertDeployApplication'),
    });
    expect(world.application.rollouts).toMatchObject([{ state: 'reverting' }]);

    const post = await world.run(inputs, { state: run.state });
    expect(post.exitCode).toBe(0);
    expect(post.summary).toMatch(/^## ↩️ /);
    for (const text of [run.summary, post.summary]) expect(text).toMatch(/^## .*\p{Script=Han}/u);
    expect(world.application).toMatchObject({ deployVersion: 'v2.3.9', isDeploying: false });
    expect(world.changes()).toEqual([TRIGGERED, REVERTED]);
  });

  it('is not disturbed by the second signal that the runner sends', async () => {
    const world = await openWorld();
    world.simulator.faults.inject({ kind: 'slow', action: 'RevertDeployApplication', seconds: 2 });
    const run = await world.run(REVERTING, {
      signals: [
        { signal: 'SIGINT', after: 15 },
        { signal: 'SIGTERM', after: 16 },
      ],
    });
    expect(run).toMatchObject({ exitCode: 1, signal: null });
    expect(run.outputs.status).toBe('cancelled');
    expect(run.seconds).toBeLessThanOrEqual(15 + WITHIN_SECONDS);
    expect(world.changes()).toEqual([TRIGGERED, 'RevertDeployApplication → slow']);
  });

  it('is over before the runner kills it, though the cloud does not answer', async () => {
    const world = await openWorld();
    world.simulator.faults.inject({ kind: 'hang', action: 'RevertDeployApplication' });
    const run = await world.run(REVERTING, { signals: [{ signal: 'SIGINT', after: 15 }] });
    expect(run).toMatchObject({ exitCode: 1, signal: null });
    expect(run.outputs.status).toBe('cancelled');
    expect(run.seconds).toBeLessThanOrEqual(15 + WITHIN_SECONDS);
    expect(world.application.rollouts).toMatchObject([{ state: 'deploying' }]);

    const post = await world.run(REVERTING, { state: run.state, inProcess: true });
    expect(post.exitCode).toBe(0);
    expect(world.application.rollouts).toMatchObject([{ state: 'reverted' }]);
    expect(world.changes()).toEqual([TRIGGERED, 'RevertDeployApplication → hang', REVERTED]);
  });

  it('makes no call, and starts nothing, where it is cancelled before it has saved anything', async () => {
    const world = await openWorld();
    const post = await world.run(REVERTING, { state: {} });
    expect(post).toMatchObject({ exitCode: 0, outputs: {}, summary: '' });
    expect(world.simulator.calls).toEqual([]);
  });
});

// With inputs: github-deployment.test.ts.
describe('The post run of a step that was killed, without inputs as in nested composite actions,', () => {
  it('names the rollout if it has no keys, and rolls it back if it has', async () => {
    const world = await openWorld();
    const run = await world.run(REVERTING, { signals: [{ signal: 'SIGKILL', after: 15 }] });
    expect(run.signal).toBe('SIGKILL');
    const { revisionId } = world.application;
    const state = { state: run.state, withoutInputs: true } as const;
    const refused = await world.run({}, state);
    expect(refused).toMatchObject({ exitCode: 1, outputs: {} });
    expect(refused.commands.find(({ name }) => name === 'error')?.message).toContain(revisionId);
    expect(refused.summary).toContain('operation: tem-revert');
    expect(world.changes()).toEqual([TRIGGERED]);

    const { secretId, secretKey } = DEMO_CREDENTIALS;
    const env = { TENCENTCLOUD_SECRET_ID: secretId, TENCENTCLOUD_SECRET_KEY: secretKey };
    const post = await world.run({}, { ...state, env });
    expect(post.exitCode).toBe(0);
    expect(world.application.rollouts).toMatchObject([{ state: 'reverted' }]);
    expect(world.changes()).toEqual([TRIGGERED, REVERTED]);
  });
});
