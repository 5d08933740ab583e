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
  /** The most that the heap held at a call, in MiB, after garbage collection; 0 if not measured. */
  readonly heap: number;
}

const START = Date.UTC(2026, 10, 20, 10);

/** What a measurement does beside the step: fill the answers, measure the heap. */
export interface CostOptions {
  /** Bytes of unused fields in each answer. */
  readonly padding?: number;
  /** Collects garbage and returns the heap in MiB; without it the heap is not measured. */
  readonly measureHeap?: () => number;
}

/** Runs `tem-wait` against constant responses; the pages of the pod list are cut from them. */
export async function costOf(
  answers: Readonly<Record<string, object>>,
  { padding = 0, measureHeap = () => 0 }: CostOptions = {},
): Promise<Cost> {
  const empty = measureHeap();
  let [now, calls, heap] = [START, 0, 0];
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
    heap = Math.max(heap, measureHeap() - empty);
    const body = bodies.get(keyOf(call)) ?? bodyOf(answers, call, padding);
    bodies.set(keyOf(call), body);
    return Promise.resolve({ status: 200, body });
  };
  const { core, recorded } = recordingCore();
  const dispatcher = new Agent();
  const cancelSignal = new AbortController().signal;
  const uploadArtifact = () => Promise.reject(new Error('There are no artifacts.'));
  const openDeployments = () => Promise.reject(new Error('There is no GitHub.'));
  const services = { ...NO_PROBES, uploadArtifact, openDeployments };
  const world = { clock, post, core, dispatcher, cancelSignal, ...services, env: ENVIRONMENT };
  const startedAt = performance.now();
  await runMain({ ...world, random: seededRandom(1) });
  const milliseconds = performance.now() - startedAt;
  await dispatcher.destroy();
  return { milliseconds, calls, heap, status: recorded.outputs.status ?? 'none' };
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

/** The API gives no more on a page, whatever is asked for. */
const MAX_PAGE = 100;

function pageOf(result: PodPage, body: string): PodPage {
  const { Limit, Offset } = JSON.parse(body) as { Limit: number; Offset: number };
  const end = Offset + Math.min(Limit, MAX_PAGE);
  return { ...result, PodList: result.PodList.slice(Offset, end) };
}

const ENVIRONMENT = {
  TENCENTCLOUD_SECRET_ID: 'AKIDbench',
  TENCENTCLOUD_SECRET_KEY: 'bench',
  INPUT_OPERATION: 'tem-wait',
  INPUT_REGION: 'ap-guangzhou',
  'INPUT_APPLICATION-ID': 'app-bench',
  'INPUT_ENVIRONMENT-ID': 'en-bench',
};
