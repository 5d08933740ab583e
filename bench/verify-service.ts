import type { Criteria, Sample } from '../src/verification/criteria.ts';
import { createStageTally } from '../src/verification/stage.ts';

/** A request every second; 95 percent have to succeed, which is the default. */
export const CRITERIA: Criteria = {
  duration: 60_000,
  interval: 1_000,
  timeout: 5_000,
  successRate: 95,
  statuses: [{ from: 200, to: 399 }],
  hasText: false,
  latency: undefined,
};

/** The result of probing one URL until the verdict is certain. */
export interface Probed {
  readonly verdict: 'passed' | 'success-rate' | 'latency' | 'no-evidence' | 'pending';
  readonly requests: number;
}

/** Returns the end of a request, without the time at which it was due. */
export type Service = () => Omit<Sample, 'at'>;

/** Sends requests to a service until the verdict is certain. */
export function probeService(service: Service, criteria: Criteria, newShare: number): Probed {
  const url = 'https://shop.example.com/';
  const tally = createStageTally('paused', criteria, 0);
  tally.setTargets([{ id: url, url, instance: '', newShare, hasOld: newShare < 1 }], 0);
  let requests = 0;
  for (let at = 0; ; at += criteria.interval) {
    const verdict = tally.verdict(at);
    if (verdict.kind === 'failed') return { verdict: verdict.failure.cause, requests };
    if (verdict.kind === 'passed' || at >= criteria.duration) {
      return { verdict: verdict.kind, requests };
    }
    tally.add(url, { at, ...service() });
    requests += 1;
  }
}
