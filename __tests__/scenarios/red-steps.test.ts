import { afterEach, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '../../simulator/index.ts';
import { annotations, errorOf, expectOutputs } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const TRIGGER = 'RollingUpdateApplicationByVersion';
const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };
const CRASH_LOOP = { crash: { status: 'CrashLoopBackOff' } };

describe('A rollout that does not succeed exits with 1, and gives its outputs', () => {
  it.each<[string, Partial<Behaviour>, Record<string, string>]>([
    ['failed', CRASH_LOOP, {}],
    ['reverted', CRASH_LOOP, { 'on-failure': 'revert' }],
    ['timed-out', { neverReady: true }, { timeout: '5m' }],
  ])('%s', async (status, behaviour, inputs) => {
    const world = await openWorld({ behaviour });
    const run = await world.run({ ...UPDATE, ...inputs });
    expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' });
    expectOutputs(run, {
      status,
      'revision-id': world.application.rollouts[0]?.revisionId ?? '',
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf(status === 'reverted' ? 'RevertDeployApplication' : TRIGGER),
    });
    expect(annotations(run, 'error')).toHaveLength(1);
    expect(run.summary).toMatch(/^## /);
  });
});

describe('A step that cannot begin exits with 1', () => {
  it('after exactly one call where the key is wrong', async () => {
    const world = await openWorld();
    const run = await world.run({ ...UPDATE, 'secret-key': 'wrongKeyEXAMPLE' });
    const [call] = world.simulator.calls;
    expect(run.exitCode).toBe(1);
    expect(world.simulator.calls).toHaveLength(1);
    expectOutputs(run, { status: 'failed', 'request-id': call?.requestId ?? '' });
    expect(errorOf(run)).toContain('AuthFailure.SignatureFailure');
  });

  it('where nothing listens at the endpoint', async () => {
    const world = await openWorld();
    // Nothing listens on the discard port.
    const run = await world.run({ ...UPDATE, endpoint: 'http://127.0.0.1:9' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(errorOf(run)).toContain('ECONNREFUSED');
    expect(run.seconds).toBeLessThan(60);
  });

  it('where inputs are wrong: all are named, no secret is, and nothing is called', async () => {
    const world = await openWorld();
    const inputs = { ...UPDATE, 'secret-key': 'half\nOtherHalf', timeout: '30', region: '' };
    const run = await world.run(inputs);
    expect(run).toMatchObject({ exitCode: 1, stderr: '', outputs: { status: 'failed' } });
    for (const name of ['secret-key', 'timeout', 'region']) expect(errorOf(run)).toContain(name);
    const shown = run.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
    expect(shown.join('\n')).not.toContain('OtherHalf');
    const post = await world.run(inputs, { state: run.state });
    expect(post.exitCode).toBe(0);
    expect(world.simulator.calls).toEqual([]);
  });
});

describe('A step that ends green', () => {
  it('warns of inputs without effect, and writes no summary where none is wanted', async () => {
    const world = await openWorld();
    const unused = { 'revision-id': 'revision-x', 'batch-intervall': '60' };
    const run = await world.run({ ...UPDATE, ...unused, summary: 'false' });
    expect(run).toMatchObject({ exitCode: 0, summary: '' });
    expect(annotations(run, 'warning')).toHaveLength(2);
  });
});
