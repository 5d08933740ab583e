import { afterEach, describe, expect, it } from '@jest/globals';
import { annotations, errorOf, expectOutputs } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };

describe('A rollout that does not succeed', () => {
  it('exits with 1, and gives its outputs', async () => {
    const world = await openWorld({
      behaviour: { crash: { status: 'CrashLoopBackOff' } },
      inProcess: true,
    });
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' });
    expectOutputs(run, {
      status: 'reverted',
      'revision-id': world.application.rollouts[0]?.revisionId ?? '',
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RevertDeployApplication'),
    });
    expect(annotations(run, 'error')).toHaveLength(1);
    expect(run.summary).toMatch(/^## /);
  });
});

describe('A step that cannot begin exits with 1', () => {
  it('after exactly one call where the key is wrong', async () => {
    const world = await openWorld({ inProcess: true });
    const run = await world.run({ ...UPDATE, 'secret-key': 'wrongKeyEXAMPLE' });
    const [call] = world.simulator.calls;
    expect(run.exitCode).toBe(1);
    expect(world.simulator.calls).toHaveLength(1);
    expectOutputs(run, { status: 'failed', 'request-id': call?.requestId ?? '' });
    expect(errorOf(run)).toContain('AuthFailure.SignatureFailure');
  });

  it('where inputs are wrong: all are named, no secret is, and nothing is called', async () => {
    const world = await openWorld({ inProcess: true });
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
