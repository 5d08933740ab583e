import { NO_PROBES } from '../../__tests__/support/no-probes.ts';
import { DEMO_APPLICATION, DEMO_CREDENTIALS } from '../../simulator/index.ts';
import { recordingCore } from '../../__tests__/operations/recorder.ts';
import { runMain } from '../../src/run/main-step.ts';
import { createDispatcher } from '../../src/tencent/http.ts';
import { seededRandom } from '../random.ts';
import { eventClock } from './event-clock.ts';
import type { Request } from './limited-cloud.ts';
import { limitedCloud } from './limited-cloud.ts';

export interface Steps {
  /** The output `status` of each step. */
  readonly statuses: readonly string[];
  /** Until the end of the last step, in seconds. */
  readonly seconds: number;
  /** Times in seconds since the start. */
  readonly requests: readonly Request[];
}

const START = Date.UTC(2026, 10, 20, 10);

/** Starts `count` rolling updates at the same moment, each of a different application. */
export async function runSteps(count: number): Promise<Steps> {
  const clock = eventClock(START);
  const cloud = limitedCloud(count, clock);
  const dispatcher = createDispatcher();
  const steps = cloud.applicationIds.map(async (applicationId, seed) => {
    const { core, recorded } = recordingCore();
    const outside = { clock, dispatcher, post: cloud.post, random: seededRandom(seed) };
    const uploadArtifact = () => Promise.reject(new Error('There are no artifacts.'));
    const openDeployments = () => Promise.reject(new Error('There is no GitHub.'));
    const cancelSignal = new AbortController().signal;
    const services = { ...NO_PROBES, cancelSignal, uploadArtifact, openDeployments };
    await runMain({ ...outside, core, ...services, env: environment(applicationId) });
    return recorded.outputs.status ?? 'none';
  });
  const statuses = await clock.runUntil(Promise.all(steps));
  await dispatcher.destroy();
  const requests = cloud.requests.map((each) => ({ ...each, at: (each.at - START) / 1000 }));
  return { statuses, requests, seconds: (clock.now() - START) / 1000 };
}

function environment(applicationId: string): NodeJS.ProcessEnv {
  return {
    TENCENTCLOUD_SECRET_ID: DEMO_CREDENTIALS.secretId,
    TENCENTCLOUD_SECRET_KEY: DEMO_CREDENTIALS.secretKey,
    INPUT_OPERATION: 'tem-rolling-update',
    INPUT_REGION: DEMO_APPLICATION.region,
    'INPUT_APPLICATION-ID': applicationId,
    'INPUT_ENVIRONMENT-ID': DEMO_APPLICATION.environmentId,
    'INPUT_DEPLOY-VERSION': 'v2.4.0',
    'INPUT_TOTAL-BATCH-COUNT': '3',
    'INPUT_BATCH-INTERVAL': '30s',
    INPUT_SUMMARY: 'false',
  };
}
