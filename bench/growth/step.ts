import { NO_PROBES } from '../../__tests__/support/no-probes.ts';
import { Agent } from 'undici';
import { recordingCore } from '../../__tests__/operations/recorder.ts';
import { runMain } from '../../src/run/main-step.ts';
import type { HttpPost, Post } from '../../src/tencent/http.ts';
import { seededRandom } from '../random.ts';

/** The cost of a whole step, without network and pauses. */
export interface Cost {
  readonly milliseconds: number;
  readonly status: string;
  readonly calls: number;
}

const START = Date.UTC(2026, 10, 20, 10);

/** Runs `tem-wait` against constant responses; the pages of the pod list are cut from them. */
export async function costOf(
  answers: Readonly<Record<string, object>>,
  padding = 0,
): Promise<Cost> {
  let [now, calls] = [START, 0];
  const clock = {
    now: () => now,
    timeout: () => new AbortController().signal,
    sleep: (ms: number) => {
      now += ms;
      return Promise.resolve();
    },
  };
  const bodies = new Map<string, string>();
  const post: Post = (call) => {
    calls += 1;
    const body = bodies.get(keyOf(call)) ?? bodyOf(answers, call, padding);
    bodies.set(keyOf(call), body);
    return Promise.resolve({ status: 200, body });
  };
  const { core, recorded } = recordingCore();
  const dispatcher = new Agent();
  const { signal } = new AbortController();
  const uploadArtifact = () => Promise.reject(new Error('There are no artifacts.'));
  const openDeployments = () => Promise.reject(new Error('There is no GitHub.'));
  const services = { ...NO_PROBES, uploadArtifact, openDeployments };
  const world = { clock, post, core, dispatcher, signal, ...services, env: ENVIRONMENT };
  const startedAt = performance.now();
  await runMain({ ...world, random: seededRandom(1) });
  const milliseconds = performance.now() - startedAt;
  await dispatcher.destroy();
  return { milliseconds, calls, status: recorded.outputs.status ?? 'none' };
}

function keyOf({ headers, body }: HttpPost): string {
  return `${headers['x-tc-action'] ?? ''} ${body}`;
}

function bodyOf(
  answers: Readonly<Record<string, object>>,
  { headers, body }: HttpPost,
  padding: number,
): string {
  const result = answers[headers['x-tc-action'] ?? ''] ?? {};
  const page = 'PodList' in result ? pageOf(result as PodPage, body) : result;
  // Unused fields, because the API may add some.
  const Padding = 'x'.repeat(padding);
  return JSON.stringify({ Response: { Result: page, RequestId: 'bench', Padding } });
}

interface PodPage {
  readonly PodList: readonly object[];
}

function pageOf(result: PodPage, body: string): PodPage {
  const { Limit, Offset } = JSON.parse(body) as { Limit: number; Offset: number };
  return { ...result, PodList: result.PodList.slice(Offset, Offset + Limit) };
}

const ENVIRONMENT = {
  TENCENTCLOUD_SECRET_ID: 'AKIDbench',
  TENCENTCLOUD_SECRET_KEY: 'bench',
  INPUT_OPERATION: 'tem-wait',
  INPUT_REGION: 'ap-guangzhou',
  'INPUT_APPLICATION-ID': 'app-bench',
  'INPUT_ENVIRONMENT-ID': 'en-bench',
};
