import type { Clock } from '../../src/clock.ts';
import type { ProberSettings } from '../../src/operations/operation.ts';
import type { Runtime } from '../../src/run/runtime.ts';
import type { Answer } from '../../src/verification/criteria.ts';

/** What a request comes to; `latency` in ms, 20 by default. */
export type FakeAnswer = Answer & { readonly latency?: number };

export const OK: FakeAnswer = { kind: 'response', status: 200, hasText: true };
/** A good answer without the text of the new version. */
export const OTHER: FakeAnswer = { kind: 'response', status: 200, hasText: false };
export const ERROR: FakeAnswer = { kind: 'response', status: 500, hasText: false };
export const REFUSED: FakeAnswer = { kind: 'no-response', reason: 'ECONNREFUSED' };

/** A clock on which things can be planned: `act` is called `ms` from now. */
export interface PlanningClock extends Pick<Clock, 'now'> {
  readonly after: (ms: number, act: () => void) => void;
}

/** The requests of a step, as the application sees them. */
export interface FakeProber extends Pick<Runtime, 'startProber' | 'probeOnce'> {
  readonly started: readonly ProberSettings[];
  /** Every request: its URL as it was given, and its time. */
  readonly requests: readonly { readonly url: string; readonly at: number }[];
  /** How many probers have not been stopped. */
  readonly running: () => number;
}

/** Probes on a virtual clock: every URL has a request at each interval, answered by `answer`. */
export function createFakeProber(
  clock: PlanningClock,
  answer: (url: string) => FakeAnswer,
): FakeProber {
  const started: ProberSettings[] = [];
  const requests: { url: string; at: number }[] = [];
  const running = new Set<ProberSettings>();

  const startProber: FakeProber['startProber'] = (settings) => {
    const { interval, onSample, signal, timeout } = settings;
    const tracks = new Map<string, symbol>();
    const isRunning = () => running.has(settings) && !signal.aborted;
    const request = (id: string, url: string, track: symbol) => {
      if (!isRunning() || tracks.get(id) !== track) return;
      const at = clock.now();
      requests.push({ url, at });
      const { latency = 20, ...reply } = answer(url);
      const isLate = latency >= timeout;
      clock.after(Math.min(latency, timeout), () => {
        if (!isRunning() || tracks.get(id) !== track) return;
        const sent = isLate ? ({ kind: 'no-response', reason: 'TIMEOUT' } as const) : reply;
        onSample(id, { at, latency: Math.min(latency, timeout), answer: sent });
      });
      clock.after(interval, () => {
        request(id, url, track);
      });
    };
    started.push(settings);
    running.add(settings);
    return Promise.resolve({
      setTargets: (targets) => {
        const wanted = new Set(targets.map(({ id }) => id));
        for (const id of tracks.keys()) if (!wanted.has(id)) tracks.delete(id);
        for (const { id, url } of targets) {
          if (tracks.has(id)) continue;
          const track = Symbol(id);
          tracks.set(id, track);
          request(id, url, track);
        }
      },
      stop: () => {
        running.delete(settings);
        return Promise.resolve();
      },
    });
  };

  return {
    ...{ started, requests, startProber },
    running: () => running.size,
    probeOnce: (url) => {
      requests.push({ url, at: clock.now() });
      const { latency = 20, ...reply } = answer(url);
      return Promise.resolve({ at: clock.now(), latency, answer: reply });
    },
  };
}
