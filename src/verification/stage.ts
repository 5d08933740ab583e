import type {
  Criteria,
  ProbeTarget,
  ProbeVerdict,
  Sample,
  Stage,
  StageReport,
} from './criteria.ts';

/** One stage of a verification: samples in, verdict out. Knows no clock and does no I/O. */
export interface StageTally {
  /** Sets the URLs that are probed from `now` (ms) on; one that is gone no longer counts. */
  readonly setTargets: (targets: readonly ProbeTarget[], now: number) => void;
  /** Adds a sample; one of a URL that is gone is dropped. */
  readonly add: (url: string, sample: Sample) => void;
  /** The verdict at `now` (ms): as soon as it is certain, at the latest when every URL was probed. */
  readonly verdict: (now: number) => ProbeVerdict;
  /** `isStopped`: the stage ends here, whether there is a verdict or not. */
  readonly report: (now: number, isStopped?: boolean) => StageReport;
}

/** Begins a stage at `now` (ms since 1970). */
export function createStageTally(stage: Stage, criteria: Criteria, now: number): StageTally {
  throw new Error(`not written yet: ${JSON.stringify([stage, criteria, now])}`);
}
