import type { Clock } from '../../src/clock.ts';
import type { ApiCall, Call, ClientOptions } from '../../src/tencent/api-client.ts';
import { createClient } from '../../src/tencent/api-client.ts';
import { createServerClock } from '../../src/tencent/auth-recovery.ts';
import { staticProvider } from '../../src/tencent/credentials/credential-provider.ts';
import type { HttpPost, HttpResponse, Post } from '../../src/tencent/http.ts';
import type { RetryEvent } from '../../src/tencent/retry.ts';

export const START = Date.UTC(2026, 0, 1, 10, 0, 0, 250);

export const READ: ApiCall = {
  service: 'tem',
  version: '2021-07-01',
  action: 'DescribeApplicationInfo',
  parameters: { ApplicationId: 'app-1' },
  effect: 'read',
};

export const CHANGE: ApiCall = { ...READ, action: 'ResumeDeployApplication', effect: 'change' };

/** A clock that moves only while somebody sleeps. */
export interface ManualClock extends Clock {
  readonly slept: number[];
}

export function manualClock(): ManualClock {
  let now = START;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    timeout: () => new AbortController().signal,
    sleep: (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
}

/** A clock whose sleepers wake when it is moved. */
export interface SteppedClock extends Clock {
  readonly advance: (ms: number) => Promise<void>;
}

export function steppedClock(): SteppedClock {
  let now = START;
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    now: () => now,
    timeout: (ms) => {
      const late = new AbortController();
      const wake = () => {
        late.abort(new DOMException('The operation timed out', 'TimeoutError'));
      };
      sleepers.add({ until: now + ms, wake });
      return late.signal;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const sleeper = { until: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason as Error);
        });
      }),
    advance: async (ms) => {
      now += ms;
      for (const sleeper of [...sleepers].filter(({ until }) => until <= now)) {
        sleepers.delete(sleeper);
        sleeper.wake();
      }
      await settle();
    },
  };
}

/** Lets everything go on that waits for nothing but its turn. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export const ok = (response: unknown, status = 200): HttpResponse => ({
  status,
  body: JSON.stringify({ Response: response }),
});

export const refusal = (code: string, status = 200): HttpResponse =>
  ok({ Error: { Code: code, Message: `because of ${code}` }, RequestId: 'r-error' }, status);

export const raw = (body: string, status = 200): HttpResponse => ({ status, body });

/** What the transport does with one request. */
export type Reply = HttpResponse | Error;

export function systemError(code: string, facts: object = {}): Error {
  return Object.assign(new Error(`failed: ${code}`), { code, ...facts });
}

export interface Stage {
  readonly call: Call;
  readonly clock: ManualClock;
  readonly sent: HttpPost[];
  readonly reports: RetryEvent[];
}

/** A client over a transport that gives these replies; the last one again and again. */
export function stage(replies: readonly Reply[], options: Partial<ClientOptions> = {}): Stage {
  const sent: HttpPost[] = [];
  const post: Post = (request) => {
    const reply = replies[Math.min(sent.length, replies.length - 1)] ?? new Error('no reply');
    sent.push(request);
    return reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply);
  };
  const clock = manualClock();
  const reports: RetryEvent[] = [];
  const call = createClient({
    credentials: staticProvider({ secretId: 'AKIDexample', secretKey: 'secret' }),
    time: createServerClock(clock),
    endpoint: 'tencentcloudapi.com',
    region: 'ap-guangzhou',
    language: 'en-US',
    clock,
    post,
    random: () => 0.5,
    deadline: START + 60_000,
    signal: new AbortController().signal,
    onRetry: (report) => reports.push(report),
    ...options,
  });
  return { call, clock, sent, reports };
}

/** What a promise rejects with; fails where it does not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const [outcome] = await Promise.allSettled([promise]);
  if (outcome.status === 'fulfilled') throw new Error('it was expected to be rejected');
  return outcome.reason;
}
