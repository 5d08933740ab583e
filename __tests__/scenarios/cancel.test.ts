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
    const run = await world.run(REVERTING, { signals: [{ signal: 'SIGINT', after: 15 }] });
    const { revisionId } = world.application.rollouts[0] ?? {};
    expect(run).toMatchObject({ exitCode: 1, signal: null, seconds: 15 });
    expectOutputs(run, {
      status: 'cancelled',
      'revision-id': revisionId ?? '',
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RevertDeployApplication'),
    });
    expect(world.application.rollouts).toMatchObject([{ state: 'reverting' }]);

    const post = await world.run(REVERTING, { state: run.state });
    expect(post.exitCode).toBe(0);
    expect(post.summary).toMatch(/^## ↩️ /);
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

    const post = await world.run(REVERTING, { state: run.state });
    expect(post.exitCode).toBe(0);
    expect(world.application.rollouts).toMatchObject([{ state: 'reverted' }]);
    expect(world.changes()).toEqual([TRIGGERED, 'RevertDeployApplication → hang', REVERTED]);
  });

  it('is rolled back though the post run gets no inputs, as in nested composite actions', async () => {
    const world = await openWorld();
    const { secretId, secretKey } = DEMO_CREDENTIALS;
    const env = { TENCENTCLOUD_SECRET_ID: secretId, TENCENTCLOUD_SECRET_KEY: secretKey };
    const run = await world.run(REVERTING, { signals: [{ signal: 'SIGKILL', after: 15 }] });
    expect(run.signal).toBe('SIGKILL');
    const post = await world.run({}, { env, state: run.state, withoutInputs: true });
    expect(post.exitCode).toBe(0);
    expect(world.application.rollouts).toMatchObject([{ state: 'reverted' }]);
  });

  it('names the rollout that was not rolled back where the post run gets no keys, either', async () => {
    const world = await openWorld();
    const run = await world.run(REVERTING, { signals: [{ signal: 'SIGKILL', after: 15 }] });
    const { revisionId } = world.application;
    const post = await world.run({}, { state: run.state, withoutInputs: true });
    expect(post).toMatchObject({ exitCode: 1, outputs: {} });
    expect(post.commands.find(({ name }) => name === 'error')?.message).toContain(revisionId);
    expect(post.summary).toContain('operation: tem-revert');
    expect(world.changes()).toEqual([TRIGGERED]);
  });

  it('makes no call, and starts nothing, where it is cancelled before it has saved anything', async () => {
    const world = await openWorld();
    const post = await world.run(REVERTING, { state: {} });
    expect(post).toMatchObject({ exitCode: 0, outputs: {}, summary: '' });
    expect(world.simulator.calls).toEqual([]);
  });

  it('is finished by the post run where the process was killed', async () => {
    const world = await openWorld();
    const run = await world.run(REVERTING, { signals: [{ signal: 'SIGKILL', after: 15 }] });
    expect(run.signal).toBe('SIGKILL');
    expect(world.application.rollouts).toMatchObject([{ state: 'deploying' }]);
    const post = await world.run(REVERTING, { state: run.state });
    expect(post.exitCode).toBe(0);
    expect(world.application.rollouts).toMatchObject([{ state: 'reverted' }]);
    expect(world.changes()).toEqual([TRIGGERED, REVERTED]);
  });
});
