import type { Batch } from '../rollout/snapshot.ts';

/** Inclusive bounds of HTTP status codes. */
export interface StatusRange {
  readonly from: number;
  readonly to: number;
}

/** When a stage of the verification passes. All times in ms. */
export interface Criteria {
  /** How long each URL is probed. */
  readonly duration: number;
  /** Time between two requests to the same URL. */
  readonly interval: number;
  /** How long one request may take: its sample is not waited for much longer. */
  readonly timeout: number;
  /** How much of the answers to a URL has to succeed, in percent. */
  readonly successRate: number;
  /** The status codes of a success. */
  readonly statuses: readonly StatusRange[];
  /** True if a text in the body tells the new version's answers from others (`verify-body`). */
  readonly hasText: boolean;
  /** Upper bound for the 95th percentile of the latency; `undefined`: any latency will do. */
  readonly latency: number | undefined;
}

/** What is probed: a batch while it is paused, or the complete rollout. */
export type Stage = Batch['position'] | 'paused' | 'final';

/** A URL that is probed. */
export interface ProbeTarget {
  /** Unique within a stage, and never shown. */
  readonly id: string;
  /** The URL as people may see it; two targets may have the same. */
  readonly url: string;
  /** The instance that the URL reaches; '' for an address that all instances share. */
  readonly instance: string;
  /**
   * How much of the healthy instances behind the URL are new, from 0 to 1. 1 if only new instances
   * answer: for the URL of an instance, and in the final stage.
   */
  readonly newShare: number;
  /** Whether old instances may answer: also one that is not healthy at the moment. */
  readonly hasOld: boolean;
}

/** The end of one request. */
export interface Sample {
  /** When the request was due, in ms since 1970. */
  readonly at: number;
  /** From the time it was due to the end of the part of the body that is read, in ms. */
  readonly latency: number;
  readonly answer: Answer;
}

export type Answer =
  /** `hasText`: the body has the text of `verify-body`; true if none is wanted. */
  | { readonly kind: 'response'; readonly status: number; readonly hasText: boolean }
  /** Nothing that can be judged; `reason` is a code such as ECONNREFUSED or TIMEOUT. */
  | { readonly kind: 'no-response'; readonly reason: string };

/** How many answers have to count before a stage can pass. */
export const MIN_COUNTED_ANSWERS = 5;

/** What the samples of one URL, or of all URLs of a stage, prove. */
export type ProbeVerdict =
  | { readonly kind: 'pending' }
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly url: string; readonly failure: ProbeFailure };

export type ProbeFailure =
  /** Rates in percent. `lastFailure`: the status or the code of the last failed request. */
  | {
      readonly cause: 'success-rate';
      readonly successRate: number;
      readonly required: number;
      readonly lastFailure: string;
    }
  /** Latencies in ms. */
  | { readonly cause: 'latency'; readonly p95: number; readonly limit: number }
  /** Too few answers counted: of the new version, or at all. */
  | { readonly cause: 'no-evidence'; readonly counted: number; readonly needed: number };

/** What has come of the requests to one URL. */
export interface Counts {
  readonly requests: number;
  /** Requests that count: all but successful answers of old instances. */
  readonly counted: number;
  readonly failures: number;
}

/** What people and programs see of the requests to one URL. */
export interface TargetReport extends Counts {
  readonly url: string;
  readonly instance: string;
  readonly verdict: ProbeVerdict['kind'];
  /** In percent of those that count; `undefined` if none does. */
  readonly successRate: number | undefined;
  /** Percentiles (nearest rank) of the latency of successful answers, in ms. */
  readonly latency:
    { readonly p50: number; readonly p95: number; readonly p99: number } | undefined;
  /** The status or the code of the last failed request; '' if none failed. */
  readonly lastFailure: string;
}

/** A point of the chart. */
export interface SeriesPoint {
  /** Since the start of the stage, in ms. */
  readonly at: number;
  readonly requests: number;
  readonly failures: number;
  /** The 95th percentile of the latency, in ms; `undefined` if nothing succeeded. */
  readonly p95: number | undefined;
}

/** What a stage has come to. */
export interface StageReport {
  readonly stage: Stage;
  /** `stopped`: it ended without a verdict, by a cancel, the timeout or the rollout itself. */
  readonly verdict: ProbeVerdict['kind'] | 'stopped';
  readonly failure?: ProbeFailure & { readonly url: string };
  /** In ms since 1970. */
  readonly startedAt: number;
  /** In ms. */
  readonly duration: number;
  readonly targets: readonly TargetReport[];
  readonly series: readonly SeriesPoint[];
}
