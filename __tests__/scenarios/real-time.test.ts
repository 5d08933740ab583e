import { afterEach, describe, expect } from '@jest/globals';
import { DEMO_APPLICATION, DEMO_CREDENTIALS, startSimulator } from '../../simulator/index.ts';
import type { Simulator } from '../../simulator/index.ts';
import { itWithSignals } from '../support/platform-tests.ts';
import { runAction } from '../support/process/run-action.ts';

let simulator: Simulator;

afterEach(async () => {
  await simulator.close();
});

// All other scenarios lead the clock of the process; this one shows that it works without, too.
describe('On the real clock, with nothing put before the bundle', () => {
  itWithSignals(
    'a cancelled step and its post run end by themselves, and the rollout is reverted',
    async () => {
      const behaviour = { podStartSeconds: 60, visibleAfterSeconds: 0, revertSeconds: 0.1 };
      const seed = { ...DEMO_APPLICATION, instances: 2, behaviour };
      simulator = await startSimulator({ tem: { applications: [seed] } });
      const { applicationId, environmentId, region } = DEMO_APPLICATION;
      const application = simulator.tem.application(applicationId);
      const inputs = {
        ...{ operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0', endpoint: simulator.url },
        ...{ region, 'application-id': applicationId, 'environment-id': environmentId },
        ...{ 'secret-id': DEMO_CREDENTIALS.secretId, 'secret-key': DEMO_CREDENTIALS.secretKey },
        ...{ 'poll-interval': '1s', 'on-cancel': 'revert' },
      };
      const cancelled = await runAction({
        inputs,
        onStart: (child) => {
          const timer = setInterval(() => {
            // Another call after the trigger: the step has read its answer.
            const isFollowed = simulator.calls.at(-1)?.action.startsWith('Describe') === true;
            if (application.rollouts.length === 0 || !isFollowed) return;
            clearInterval(timer);
            child.kill('SIGINT');
          }, 20);
          child.once('exit', () => {
            clearInterval(timer);
          });
        },
      });
      expect(cancelled).toMatchObject({ exitCode: 1, signal: null, stderr: '' });
      expect(cancelled.outputs.status).toBe('cancelled');
      // On a busy machine the step may leave the revert to the post run: what counts is the end.
      const post = await runAction({ inputs, state: cancelled.state });
      expect(post).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
      expect(application.rollouts).toMatchObject([{ state: 'reverted' }]);
    },
  );
});
