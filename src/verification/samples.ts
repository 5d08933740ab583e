import type { AnswerKind } from './classify.ts';
import type { Sample } from './criteria.ts';

/** The samples of a URL as columns of numbers, because there may be tens of thousands. */
export interface SampleLog {
  readonly at: number[];
  /** In ms; NaN if the answer is not good. */
  readonly latency: number[];
  /** 1 if the request failed, or 0. */
  readonly failed: number[];
}

export function createSampleLog(): SampleLog {
  return { at: [], latency: [], failed: [] };
}

/** Appends a sample. */
export function logSample(log: SampleLog, { at, latency }: Sample, kind: AnswerKind): void {
  log.at.push(at);
  log.latency.push(kind === 'good' ? latency : NaN);
  log.failed.push(kind === 'bad' ? 1 : 0);
}

/** Returns the latencies of the good answers. */
export function getLatencies({ latency }: SampleLog): number[] {
  return latency.filter((each) => !Number.isNaN(each));
}
