import { classifyAnswer, nameFailure, weighGood } from './classify.ts';
import type { Counts, Criteria, ProbeTarget, Sample, TargetReport } from './criteria.ts';
import type { TargetVerdict } from './judge.ts';
import { judge } from './judge.ts';
import type { Weighted } from './percentile.ts';
import { getPercentile, sortNumbers } from './percentile.ts';
import { getGoodPercent } from './ratio.ts';
import type { SampleLog } from './samples.ts';
import { createSampleLog, getLatencies, logSample } from './samples.ts';

/** How long after its timeout a sample may come, because the runner is busy, in ms. */
const SLACK_MS = 5_000;

/** The samples of one URL. */
export interface TargetTally {
  readonly url: string;
  readonly instance: string;
  readonly log: SampleLog;
  /** Sets which instances answer the requests that are due from `now` (ms) on. */
  readonly setShare: (share: Share, now: number) => void;
  /** Adds a sample; one that was due outside the time in which the URL is probed is dropped. */
  readonly add: (sample: Sample) => void;
  readonly verdict: (now: number) => TargetVerdict;
  readonly counts: () => Counts;
  readonly report: (now: number) => TargetReport;
}

/** Which instances answer. */
type Share = Pick<ProbeTarget, 'newShare' | 'hasOld'>;

/** Begins to probe a URL at `now` (ms). */
export function createTargetTally(
  { url, instance, newShare, hasOld }: ProbeTarget,
  criteria: Criteria,
  now: number,
): TargetTally {
  const planned = Math.max(1, Math.floor(criteria.duration / criteria.interval));
  const end = now + planned * criteria.interval;
  const first = { from: now, newShare, hasOld };
  const shares = [first];
  const log = createSampleLog();
  const sums = { good: 0, bad: 0, slow: 0, fast: 0, evidence: 0 };
  let counted = 0;
  /** Of all shares so far: an instance that is unhealthy for a moment must not decide. */
  let maxWeight = weighGood(criteria, newShare);
  let lastFailure = { at: -Infinity, name: '' };

  const getShare = (at: number) => shares.findLast(({ from }) => from <= at) ?? first;
  const isSlow = (latency: number) => criteria.latency !== undefined && latency > criteria.latency;

  const add = (sample: Sample) => {
    if (sample.at < now || sample.at >= end) return;
    const share = getShare(sample.at);
    const kind = classifyAnswer(sample.answer, criteria, share.hasOld);
    logSample(log, sample, kind);
    if (kind === 'other') return;
    const weight = weighGood(criteria, share.newShare);
    counted += 1;
    // A failure is no more evidence than a success: one failure less must not end in no evidence.
    sums.evidence += weight;
    if (kind === 'bad') {
      sums.bad += 1;
      if (sample.at >= lastFailure.at) {
        lastFailure = { at: sample.at, name: nameFailure(sample.answer, criteria) };
      }
      return;
    }
    sums.good += weight;
    if (isSlow(sample.latency)) sums.slow += 1;
    else sums.fast += weight;
  };

  const weighLatencies = (): Weighted[] =>
    log.latency.flatMap((value, index) => {
      if (Number.isNaN(value)) return [];
      const weight = weighGood(criteria, getShare(log.at[index] ?? now).newShare);
      return [{ value, weight: isSlow(value) ? 1 : weight }];
    });

  /**
   * Counts the requests whose samples are still to come. The prober reports every request that it
   * sends, so one without a sample was never sent, because the runner was suspended: it is not a
   * failure of the service.
   */
  const countRemaining = (at: number) =>
    at >= end + criteria.timeout + SLACK_MS ? 0 : Math.max(0, planned - log.at.length);

  const verdict = (at: number) =>
    judge(
      sums,
      criteria,
      { requests: countRemaining(at), weight: maxWeight },
      { nameLastFailure: () => lastFailure.name, weighLatencies },
    );

  const counts = (): Counts => ({ requests: log.at.length, counted, failures: sums.bad });

  const report = (at: number): TargetReport => ({
    url,
    instance,
    verdict: verdict(at).kind,
    ...counts(),
    successRate: getGoodPercent(sums),
    latency: summarizeLatencies(getLatencies(log)),
    lastFailure: lastFailure.name,
  });

  const setShare = (share: Share, from: number) => {
    const last = shares.at(-1) ?? first;
    if (last.newShare !== share.newShare || last.hasOld !== share.hasOld) {
      shares.push({ from, newShare: share.newShare, hasOld: share.hasOld });
    }
    maxWeight = Math.max(maxWeight, weighGood(criteria, share.newShare));
  };

  return { url, instance, log, setShare, add, verdict, counts, report };
}

function summarizeLatencies(latencies: readonly number[]): TargetReport['latency'] {
  const sorted = sortNumbers(latencies);
  const [p50, p95, p99] = [50, 95, 99].map((percent) => getPercentile(sorted, percent));
  if (p50 === undefined || p95 === undefined || p99 === undefined) return undefined;
  return { p50, p95, p99 };
}
