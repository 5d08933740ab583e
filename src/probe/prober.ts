import type { Dispatcher } from 'undici';
import type { Clock } from '../clock.ts';
import type { ProbeTarget, Sample } from '../verification/criteria.ts';

/** What a probe sends, and how long it may take. */
export interface ProbeSettings {
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Time limit for one request, in ms. */
  readonly timeout: number;
  /** The text to look for in the body; `undefined`: any body will do. */
  readonly text: string | undefined;
}

export interface ProberSettings extends ProbeSettings {
  /** Time between two requests to the same URL, in ms. */
  readonly interval: number;
  /** Ends the prober: a cancel, or the deadline. */
  readonly signal: AbortSignal;
  readonly onSample: (url: string, sample: Sample) => void;
}

export interface ProberOptions extends ProberSettings {
  readonly clock: Clock;
  readonly dispatcher: Dispatcher;
}

/** Sends requests on a schedule until it is stopped. */
export interface Prober {
  readonly setTargets: (targets: readonly ProbeTarget[]) => void;
  readonly stop: () => Promise<void>;
}

export function startProber(options: ProberOptions): Prober {
  throw new Error(`not written yet: ${JSON.stringify(options)}`);
}

export function probeOnce(
  url: string,
  options: ProbeSettings & { readonly clock: Clock; readonly dispatcher: Dispatcher },
): Promise<Sample> {
  throw new Error(`not written yet: ${JSON.stringify([url, options])}`);
}
