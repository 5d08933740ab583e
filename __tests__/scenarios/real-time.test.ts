import { afterEach, describe, expect, it } from '@jest/globals';
import { DEMO_APPLICATION, DEMO_CREDENTIALS, startSimulator } from '../../simulator/index.ts';
import type { Simulator } from '../../simulator/index.ts';
import { runAction } from './run-action.ts';
import type { ActionRun, RunOptions } from './run-action.ts';

const opened: Simulator[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((simulator) => simulator.close()));
});

/** The cloud on the real clock; instances start within a second. */
async function openRealCloud(): Promise<Simulator> {
  const behaviour = { podStartSeconds: 1, visibleAfterSeconds: 0.1, revertSeconds: 1 };
  const application = { ...DEMO_APPLICATION, instances: 2, behaviour };
  const simulator = await startSimulator({ tem: { applications: [application] } });
  opened.push(simulator);
  return simulator;
}

function run(
  { url }: Simulator,
  inputs: Record<string, string>,
  more: Pick<RunOptions, 'state' | 'onStart'> = {},
): Promise<ActionRun> {
  return runAction({
    inputs: {
      operation: 'tem-rolling-update',
      'secret-id': DEMO_CREDENTIALS.secretId,
      'secret-key': DEMO_CREDENTIALS.secretKey,
      endpoint: url,
      region: DEMO_APPLICATION.region,
      'application-id': DEMO_APPLICATION.applicationId,
      'environment-id': DEMO_APPLICATION.environmentId,
      'deploy-version': 'v2.4.0',
      'poll-interval': '1s',
      ...inputs,
    },
    credentials: [DEMO_CREDENTIALS.secretKey],
    ...more,
  });
}

// All other scenarios lead the clock of the process; these show that it works without, too.
describe('On the real clock, with nothing put before the bundle', () => {
  it('a rollout succeeds, and the process ends by itself', async () => {
    const simulator = await openRealCloud();
    const ended = await run(simulator, {});
    expect(ended).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
    expect(ended.outputs.status).toBe('succeeded');
    expect(Number(ended.outputs['duration-seconds'])).toBeLessThan(15);
  });

  it('a cancelled step sends its revert before the runner kills it, and post confirms it', async () => {
    const simulator = await openRealCloud();
    const inputs = { 'on-cancel': 'revert' };
    const application = simulator.tem.application(DEMO_APPLICATION.applicationId);
    application.behaviour.podStartSeconds = 60;
    let cancelledAt = 0;
    const cancelled = await run(simulator, inputs, {
      onStart: (child) => {
        const timer = setInterval(() => {
          if (application.rollouts.length === 0) return;
          clearInterval(timer);
          cancelledAt = Date.now();
          child.kill('SIGINT');
        }, 20);
        child.once('exit', () => {
          clearInterval(timer);
        });
      },
    });
    expect(cancelled).toMatchObject({ exitCode: 1, signal: null, stderr: '' });
    expect(cancelled.outputs.status).toBe('cancelled');
    expect(Date.now() - cancelledAt).toBeLessThan(7500);
    const post = await run(simulator, inputs, { state: cancelled.state });
    expect(post).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
    expect(application.rollouts).toMatchObject([{ state: 'reverted' }]);
    expect(
      simulator.calls.filter(({ action }) => action === 'RevertDeployApplication'),
    ).toHaveLength(1);
  });
});
