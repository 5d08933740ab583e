import type {
  Counts,
  Criteria,
  ProbeTarget,
  ProbeVerdict,
  Sample,
  Stage,
  StageReport,
} from './criteria.ts';
import { buildSeries } from './series.ts';
import type { TargetTally } from './tally.ts';
import { createTargetTally } from './tally.ts';

/** One stage of a verification: samples in, verdict out. Knows no clock and does no I/O. */
export interface StageTally {
  /**
   * Sets the URLs that are probed from `now` (ms) on. One that is gone no longer counts; one that
   * comes back, or reaches another instance, starts again.
   */
  readonly setTargets: (targets: readonly ProbeTarget[], now: number) => void;
  /** Adds a sample of the target with this ID; one of a target that is gone is dropped. */
  readonly add: (id: string, sample: Sample) => void;
  /** The verdict at `now` (ms): as soon as it is certain, at the latest when every URL was probed. */
  readonly verdict: (now: number) => ProbeVerdict;
  /** What has come of the requests so far. Costs nothing, so it may be called at each check. */
  readonly counts: () => Counts[];
  /**
   * Sorts all samples. `isStopped`: the stage ends here, whether there is a verdict or not.
   */
  readonly report: (now: number, isStopped?: boolean) => StageReport;
}

/** Begins a stage at `now` (ms since 1970). */
export function createStageTally(stage: Stage, criteria: Criteria, now: number): StageTally {
  const startedAt = now;
  let tallies = new Map<string, TargetTally>();

  const setTargets = (targets: readonly ProbeTarget[], at: number) => {
    const next = targets.map((target) => {
      const known = tallies.get(target.id);
      if (known?.instance !== target.instance) {
        return [target.id, createTargetTally(target, criteria, at)] as const;
      }
      known.setShare(target, at);
      return [target.id, known] as const;
    });
    tallies = new Map(next);
  };

  const verdict = (at: number): ProbeVerdict => {
    const verdicts = [...tallies.values()].map((tally) => ({
      url: tally.url,
      verdict: tally.verdict(at),
    }));
    for (const { url, verdict } of verdicts) {
      if (verdict.kind === 'failed') return { kind: 'failed', url, failure: verdict.failure };
    }
    const hasPassed =
      verdicts.length > 0 && verdicts.every(({ verdict }) => verdict.kind === 'passed');
    return { kind: hasPassed ? 'passed' : 'pending' };
  };

  const report = (at: number, isStopped = false): StageReport => {
    const reached = verdict(at);
    const all = [...tallies.values()];
    return {
      stage,
      verdict: reached.kind === 'pending' && isStopped ? 'stopped' : reached.kind,
      ...(reached.kind === 'failed' && { failure: { ...reached.failure, url: reached.url } }),
      startedAt,
      duration: at - startedAt,
      targets: all.map((tally) => tally.report(at)),
      series: buildSeries(
        all.map(({ log }) => log),
        startedAt,
        criteria.interval,
      ),
    };
  };

  return {
    setTargets,
    add: (id, sample) => tallies.get(id)?.add(sample),
    verdict,
    counts: () => [...tallies.values()].map((tally) => tally.counts()),
    report,
  };
}
