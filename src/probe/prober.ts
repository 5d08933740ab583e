import type { Clock } from '../clock.ts';
import type { Answer, ProbeTarget, Sample } from '../verification/criteria.ts';
import type { OpenDispatcher } from './connections.ts';
import { createFreshConnections } from './connections.ts';
import { toProbeAddress } from './probe-address.ts';
import type { ProbeHeaders, ProbeRequest } from './probe-request.ts';
import { createProbeRequest, sendProbe } from './probe-request.ts';
import type { Schedule } from './schedule.ts';
import { createSchedule, phaseOf } from './schedule.ts';

/** How many requests to one URL may be unanswered at a time. */
const MAX_IN_FLIGHT = 10;

export interface ProberOptions {
  readonly clock: Clock;
  /** Called again and again, for fresh connections: `(stop) => createProbeDispatcher(…, stop)`. */
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
  /** Receives each sample; `url` is without user information. */
  readonly onSample: (url: string, sample: Sample) => void;
}

export interface Prober {
  /**
   * Sets the URLs that are probed from now on. They may have user information. What is in flight to
   * a URL that is gone is aborted.
   */
  readonly setTargets: (targets: readonly Pick<ProbeTarget, 'url'>[]) => void;
  /** Ends everything at once; requests in flight have no sample. Resolves when all is closed. */
  readonly stop: () => Promise<void>;
}

/** The requests to one URL. */
interface Track {
  readonly url: string;
  readonly request: ProbeRequest | undefined;
  readonly schedule: Schedule;
  /** In the order in which they are due. */
  readonly inFlight: Set<InFlight>;
}

interface InFlight {
  readonly due: number;
  abort: () => void;
}

/**
 * Starts to request the targets, each in its own rhythm: a slow answer does not delay the next
 * request.
 */
export function startProber(options: ProberOptions): Prober {
  const { clock, headers, interval, onSample, signal, text, timeout } = options;
  const connections = createFreshConnections(options.openDispatcher);
  const tracks = new Map<string, Track>();
  const pace = { interval, maxDelay: timeout / 2 };
  let created = 0;
  let pause = new AbortController();
  let isRunning = false;
  let running: Promise<void> | undefined;
  let closed: Promise<void> | undefined;

  const report = ({ url }: Track, due: number, answer: Answer) => {
    onSample(url, { at: due, latency: Math.max(0, clock.now() - due), answer });
  };

  const send = (track: Track, due: number) => {
    const { inFlight, request } = track;
    const reason = request === undefined ? 'INVALID_URL' : 'BUSY';
    if (request === undefined || inFlight.size >= MAX_IN_FLIGHT) {
      report(track, due, { kind: 'no-response', reason });
      return;
    }
    const sent: InFlight = { due, abort: () => undefined };
    inFlight.add(sent);
    sent.abort = sendProbe(connections.at(due), request, (answer) => {
      inFlight.delete(sent);
      report(track, due, answer);
    });
  };

  const endLate = (track: Track, now: number) => {
    for (const sent of track.inFlight) {
      if (sent.due + timeout > now) return;
      sent.abort();
      track.inFlight.delete(sent);
      report(track, sent.due, { kind: 'no-response', reason: 'TIMEOUT' });
    }
  };

  /** Does what is due, and returns when something is due again. */
  const tick = (now: number): number => {
    let next = Infinity;
    for (const track of tracks.values()) {
      endLate(track, now);
      const due = track.schedule.take(now);
      if (due !== undefined) send(track, due);
      const [oldest] = track.inFlight;
      next = Math.min(next, track.schedule.next(), (oldest?.due ?? Infinity) + timeout);
    }
    return next;
  };

  const run = async () => {
    while (tracks.size > 0) {
      pause = new AbortController();
      const next = tick(clock.now());
      // Rejects only if it is interrupted.
      await clock.sleep(Math.max(0, next - clock.now()), pause.signal).catch(() => undefined);
    }
    isRunning = false;
  };

  const drop = (track: Track) => {
    for (const { abort } of track.inFlight) abort();
    track.inFlight.clear();
  };

  const end = (): Promise<void> => {
    signal.removeEventListener('abort', onAbort);
    for (const track of tracks.values()) drop(track);
    tracks.clear();
    pause.abort();
    closed ??= connections.destroy();
    return closed;
  };
  const onAbort = () => void end();
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort);

  return {
    setTargets: (targets) => {
      if (closed) return;
      const wanted = new Set(targets.map(({ url }) => url));
      for (const [url, track] of tracks) {
        if (wanted.has(url)) continue;
        drop(track);
        tracks.delete(url);
      }
      for (const url of wanted) {
        if (tracks.has(url)) continue;
        const address = toProbeAddress(url);
        tracks.set(url, {
          url: address?.url ?? hideUser(url),
          request: address && createProbeRequest(address, headers, text),
          schedule: createSchedule({ start: clock.now() + phaseOf(created, interval), ...pace }),
          inFlight: new Set(),
        });
        created += 1;
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

/** Removes all that may be user information from what is not a URL. */
function hideUser(text: string): string {
  return text.replace(/^.*@/s, '');
}
