import type { Criteria, ProbeFailure } from './criteria.ts';
import { MIN_COUNTED_ANSWERS } from './criteria.ts';
import type { Weighted } from './percentile.ts';
import { getWeightedPercentile } from './percentile.ts';
import type { Remaining } from './ratio.ts';
import { decideRatio, getGoodPercent, ROUNDING } from './ratio.ts';

/** At most this much of the answers, in percent, may be slower than `Criteria.latency`. */
const MAX_SLOW_PERCENT = 5;

/** What the samples of one URL add up to. Sums of weights. */
export interface Sums {
  readonly good: number;
  readonly bad: number;
  /** Good answers over the bound of the latency; each counts 1. */
  readonly slow: number;
  /** The other good answers. */
  readonly fast: number;
  /** The expected number of answers of the new version. */
  readonly evidence: number;
}

/** The verdict on one URL. */
export type TargetVerdict =
  | { readonly kind: 'pending' | 'passed' }
  | { readonly kind: 'failed'; readonly failure: ProbeFailure };

/** What a failure is described with; the functions are called only if there is one. */
export interface Details {
  readonly nameLastFailure: () => string;
  readonly weighLatencies: () => readonly Weighted[];
}

/** Judges the samples of one URL: as soon as nothing that remains can change the verdict. */
export function judge(
  sums: Sums,
  criteria: Criteria,
  remaining: Remaining,
  details: Details,
): TargetVerdict {
  const success = decideRatio(sums, 100 - criteria.successRate, remaining);
  if (success === 'broken') return fail(describeRate(sums, criteria, details));
  const latency = decideLatency(sums, criteria, remaining);
  if (latency === 'broken') return fail(describeLatency(criteria, details));
  const needed = MIN_COUNTED_ANSWERS;
  // More instances may become healthy, so each remaining request may count in full.
  if (sums.evidence + remaining.requests < needed - ROUNDING) {
    return fail({ cause: 'no-evidence', counted: sums.evidence, needed });
  }
  const isEvident = sums.evidence >= needed - ROUNDING;
  const isPassed = success === 'holds' && latency === 'holds' && isEvident;
  return { kind: isPassed ? 'passed' : 'pending' };
}

function fail(failure: ProbeFailure): TargetVerdict {
  return { kind: 'failed', failure };
}

function decideLatency({ fast, slow }: Sums, { latency }: Criteria, remaining: Remaining) {
  if (latency === undefined) return 'holds';
  return decideRatio({ good: fast, bad: slow }, MAX_SLOW_PERCENT, remaining);
}

function describeRate(sums: Sums, criteria: Criteria, details: Details): ProbeFailure {
  return {
    cause: 'success-rate',
    successRate: getGoodPercent(sums) ?? 0,
    required: criteria.successRate,
    lastFailure: details.nameLastFailure(),
  };
}

function describeLatency(criteria: Criteria, details: Details): ProbeFailure {
  const limit = criteria.latency ?? Infinity;
  const p95 = getWeightedPercentile(details.weighLatencies(), 100 - MAX_SLOW_PERCENT) ?? limit;
  return { cause: 'latency', p95, limit };
}
