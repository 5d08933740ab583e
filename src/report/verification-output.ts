import { stripControlChars, truncate } from '../text/sanitize.ts';
import type { StageReport } from '../verification/criteria.ts';
import { fit, formatTime } from './instances.ts';

/** Linux limits an environment variable to 128 KiB, and steps often pass outputs that way. */
const MAX_LENGTH = 50_000;
const MAX_URL_LENGTH = 300;

/** Returns the verification for programs: rates in percent, latencies in milliseconds. */
export function listVerification(stages: readonly StageReport[]): object[] {
  const entries = stages.map(({ stage, verdict, failure, startedAt, duration, targets }) => ({
    stage: typeof stage === 'number' ? `batch ${stage}` : stage,
    verdict,
    ...(failure ? { reason: failure.cause } : {}),
    'started-at': formatTime(startedAt),
    'duration-seconds': Math.round(duration / 1000),
    targets: targets.map((target) => ({
      url: truncate(stripControlChars(target.url), MAX_URL_LENGTH),
      ...(target.instance ? { instance: truncate(stripControlChars(target.instance), 300) } : {}),
      verdict: target.verdict,
      requests: target.requests,
      counted: target.counted,
      failures: target.failures,
      'success-rate': target.successRate === undefined ? null : round(target.successRate),
      'p50-ms': target.latency ? round(target.latency.p50) : null,
      'p95-ms': target.latency ? round(target.latency.p95) : null,
      'p99-ms': target.latency ? round(target.latency.p99) : null,
      ...(target.lastFailure
        ? { 'last-failure': truncate(stripControlChars(target.lastFailure), 100) }
        : {}),
    })),
  }));
  return fit(entries, MAX_LENGTH);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
