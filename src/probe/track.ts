import type { Answer } from '../verification/criteria.ts';
import type { FreshConnections } from './connections.ts';
import type { ProbeRequest } from './probe-request.ts';
import { sendProbe } from './probe-request.ts';
import type { Schedule } from './schedule.ts';

/** How many requests to one URL may be unanswered at a time. */
const MAX_IN_FLIGHT = 10;
/**
 * How late this process may be, in ms. If it is later, because the machine was suspended, nobody
 * can tell how long an answer really took.
 */
const MAX_DELAY_MS = 1_000;

/** The requests to one URL. */
export interface Track {
  /** Does what is due at `now` (ms), and returns when something is due again. */
  readonly tick: (now: number) => number;
  /** Aborts what is in flight. Nothing is sent or reported after that. */
  readonly end: () => void;
}

export interface TrackOptions {
  /** The time in ms. */
  readonly now: () => number;
  /** `undefined` if the URL is invalid. */
  readonly request: ProbeRequest | undefined;
  readonly schedule: Schedule;
  readonly connections: FreshConnections;
  /** How long a request may take after it is due, in ms. */
  readonly timeout: number;
  /** Receives the answer to each request, unless the process was suspended meanwhile. */
  readonly report: (due: number, answer: Answer) => void;
}

interface InFlight {
  readonly due: number;
  abort: () => void;
}

export function createTrack(options: TrackOptions): Track {
  const { connections, request, schedule, timeout } = options;
  /** In the order in which they are due. */
  const inFlight = new Set<InFlight>();
  let isEnded = false;
  /** When something is due. */
  let wakesAt = Infinity;

  const isDelayed = (now: number) => now - wakesAt > MAX_DELAY_MS;

  const fail = (due: number, reason: string) => {
    options.report(due, { kind: 'no-response', reason });
  };

  const send = (due: number): void => {
    if (request === undefined) {
      fail(due, 'INVALID_URL');
      return;
    }
    if (inFlight.size >= MAX_IN_FLIGHT) {
      fail(due, 'BUSY');
      return;
    }
    const sent: InFlight = { due, abort: () => undefined };
    inFlight.add(sent);
    sent.abort = sendProbe(connections.at(due), request, (answer) => {
      inFlight.delete(sent);
      if (!isEnded && !isDelayed(options.now())) options.report(due, answer);
    });
  };

  const endLate = (now: number): void => {
    for (const sent of inFlight) {
      if (sent.due + timeout > now) return;
      inFlight.delete(sent);
      sent.abort();
      fail(sent.due, 'TIMEOUT');
    }
  };

  const dropAll = (): void => {
    const all = [...inFlight];
    inFlight.clear();
    for (const { abort } of all) abort();
  };

  return {
    tick: (now) => {
      if (isDelayed(now)) dropAll();
      endLate(now);
      const due = schedule.take(now);
      // Whoever receives a sample may end the track.
      if (due !== undefined && !isEnded) send(due);
      const [oldest] = inFlight;
      wakesAt = Math.min(schedule.next(), (oldest?.due ?? Infinity) + timeout);
      return wakesAt;
    },
    end: () => {
      isEnded = true;
      dropAll();
    },
  };
}
