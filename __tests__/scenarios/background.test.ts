import { describe, expect, it } from '@jest/globals';
import { DEMO_APPLICATION } from '../../simulator/index.ts';
import { cancelSignals, GRACE_SECONDS } from '../support/process/runner-cancel.ts';
import { expectOutputs } from './expectations.ts';
import { workspace } from './workspace.ts';
import type { TimedRun, World } from './world.ts';
import { openWorld } from './world.ts';

const { run: runIn } = workspace();

const CANCELLED_AT = 15;
const UPDATE = {
  operation: 'tem-rolling-update',
  'application-id': DEMO_APPLICATION.applicationId,
  'environment-id': DEMO_APPLICATION.environmentId,
  'deploy-version': 'v2.4.0',
  'deploy-strategy': 'AUTO',
  'total-batch-count': '2',
};
const TRIGGERED = 'RollingUpdateApplicationByVersion → ok';

/** What a step has saved for `post`. */
function savedBy({ state }: TimedRun): Record<string, unknown> {
  return JSON.parse(state.state ?? '{}') as Record<string, unknown>;
}

/** The changes from the cancel on. */
function sentAfter(world: World, startedAt: number): string[] {
  return world.simulator.calls
    .filter(({ at }) => at >= startedAt + CANCELLED_AT * 1000)
    .map(({ action }) => action)
    .filter((action) => !action.startsWith('Describe'));
}

/**
 * A background step that the workflow cancels with `cancel:`, as the runner does it. Only a process can
 * get the last signal, which kills it.
 */
async function cancel(world: World, inputs: Record<string, string>, inProcess = true) {
  const startedAt = world.time.now();
  const all = cancelSignals(CANCELLED_AT);
  const signals = inProcess ? all.slice(0, -1) : all;
  const step = await runIn(world, inputs, { inProcess, signals });
  return { step, sent: sentAfter(world, startedAt), seconds: step.seconds - CANCELLED_AT };
}

// The runner takes the outputs of a cancelled step after 7.5 s, whether it has ended or not.
describe('A background step that is cancelled, ends within 7.5 s', () => {
  it('and sends nothing with on-cancel: keep', async () => {
    const world = await openWorld({ inProcess: true });
    const { seconds, sent, step } = await cancel(world, UPDATE);
    expect(step).toMatchObject({ exitCode: 1, signal: null, stderr: '' });
    expect(seconds).toBeLessThan(GRACE_SECONDS);
    expect(sent).toEqual([]);
    expect(savedBy(step).pending).toBeUndefined();
    expect(step.outputs).toMatchObject({ status: 'cancelled' });
    expect(world.changes()).toEqual([TRIGGERED]);
  });

  it('and sends the revert, which it leaves to post to confirm', async () => {
    const world = await openWorld({ inProcess: true });
    const inputs = { ...UPDATE, 'on-cancel': 'revert' };
    const { seconds, sent, step } = await cancel(world, inputs, false);
    expect(seconds).toBeLessThan(GRACE_SECONDS);
    expect(sent).toEqual(['RevertDeployApplication']);
    expect(savedBy(step).pending).toMatchObject({ revisionId: step.outputs['revision-id'] });
    const post = await world.run(inputs, { state: step.state });
    expect(post.exitCode).toBe(0);
    expect(world.application.rollouts).toMatchObject([{ state: 'reverted' }]);
  });

  it.each(['RevertDeployApplication', 'DescribeApplicationInfo'])(
    'though %s is not answered, and post rolls back',
    async (action) => {
      const world = await openWorld({ inProcess: true });
      const inputs = { ...UPDATE, 'on-cancel': 'revert' };
      world.time.after(CANCELLED_AT - 1, () => {
        world.simulator.faults.inject({ kind: 'hang', action });
      });
      const { seconds, step } = await cancel(world, inputs);
      expect(step).toMatchObject({ exitCode: 1, signal: null });
      expect(seconds).toBeLessThan(GRACE_SECONDS);
      expectOutputs(step, {
        ...{ status: 'cancelled', 'previous-version': 'v2.3.9' },
        'revision-id': world.application.rollouts[0]?.revisionId ?? '',
        'request-id': expect.any(String) as unknown as string,
      });
      expect(savedBy(step).pending).toMatchObject({ revisionId: step.outputs['revision-id'] });
      world.simulator.faults.clear();
      const post = await world.run(inputs, { state: step.state });
      expect(post.exitCode).toBe(0);
      expect(world.application.rollouts).toMatchObject([{ state: 'reverted' }]);
    },
  );
});
