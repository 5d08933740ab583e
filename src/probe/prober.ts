import type { Clock } from '../clock.ts';
import type { Sample } from '../verification/criteria.ts';
import type { OpenDispatcher } from './connections.ts';
import { createFreshConnections } from './connections.ts';
import { toProbeAddress } from './probe-address.ts';
import type { ProbeHeaders } from './probe-request.ts';
import { createProbeRequest } from './probe-request.ts';
import { createSchedule, phaseOf } from './schedule.ts';
import type { Track } from './track.ts';
import { createTrack } from './track.ts';

export interface ProberOptions {
  readonly clock: Clock;
  /** Called again and again, for fresh connections. */
  readonly openDispatcher: OpenDispatcher;
  readonly headers: ProbeHeaders;
  /** Time between two requests to the same URL, in ms. */
  readonly interval: number;
  /** How long a request may take, from when it is due to the end of what is read, in ms. */
  readonly timeout: number;
  /** The text to find in the body. */
  readonly text: string | undefined;
  /** Stops the prober. */
  readonly signal: AbortSignal;
  /** Receives each sample, with the ID of its target. */
  readonly onSample: (id: string, sample: Sample) => void;
}

/** What is requested. */
export interface ProbedUrl {
  readonly id: string;
  /** The URL, which may have user information. */
  readonly url: string;
}

export interface Prober {
  /**
   * Sets the URLs that are probed from `now` (ms) on; each begins within an interval. What is in
   * flight to a URL that is gone is aborted.
   */
  readonly setTargets: (targets: readonly ProbedUrl[], now?: number) => void;
  /** Ends everything at once; requests in flight have no sample. Resolves when all is closed. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts to request the targets, each in its own rhythm: a slow answer does not delay the next
 * request.
 */
export function startProber(options: ProberOptions): Prober {
  const { clock, headers, interval, signal, text, timeout } = options;
  const connections = createFreshConnections(options.openDispatcher, timeout);
  const tracks = new Map<string, ProbedUrl & { readonly track: Track }>();
  let created = 0;
  let pause = new AbortController();
  let running: Promise<void> | undefined;
  let isRunning = false;
  let closed: Promise<void> | undefined;

  const start = ({ id, url }: ProbedUrl, now: number): Track => {
    const address = toProbeAddress(url);
    const phase = phaseOf(created, interval);
    created += 1;
    return createTrack({
      ...{ connections, timeout, now: () => clock.now() },
      request: address && createProbeRequest(address, headers, text),
      schedule: createSchedule({ start: now + phase, interval, maxDelay: timeout / 2 }),
      report: (due, answer) => {
        options.onSample(id, { at: due, latency: Math.max(0, clock.now() - due), answer });
      },
    });
  };

  const run = async (): Promise<void> => {
    while (tracks.size > 0) {
      pause = new AbortController();
      const now = clock.now();
      const next = Math.min(...[...tracks.values()].map(({ track }) => track.tick(now)));
      // Rejects only if it is interrupted.
      await clock.sleep(Math.max(0, next - clock.now()), pause.signal).catch(() => undefined);
    }
    isRunning = false;
  };

  const end = (): Promise<void> => {
    signal.removeEventListener('abort', onAbort);
    for (const { track } of tracks.values()) track.end();
    tracks.clear();
    pause.abort();
    closed ??= connections.destroy();
    return closed;
  };
  const onAbort = () => void end();
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort);

  return {
    setTargets: (targets, now = clock.now()) => {
      if (closed) return;
      const wanted = new Map(targets.map((target) => [target.id, target]));
      for (const [id, { track, url }] of tracks) {
        if (wanted.get(id)?.url === url) continue;
        track.end();
        tracks.delete(id);
      }
      for (const [id, target] of wanted) {
        if (!tracks.has(id)) tracks.set(id, { ...target, track: start(target, now) });
      }
      pause.abort();
      if (isRunning) return;
      isRunning = true;
      running = run();
    },
    stop: async () => {
      await Promise.all([end(), running]);
    },
  };
}
