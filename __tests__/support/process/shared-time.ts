import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Clock } from '../../../simulator/index.ts';
import { isWindows } from '../platform.ts';

/**
 * One time for the simulator, for the processes that are started with `environment` (see
 * fast-clock.mjs), and for runs in this process (see run-clock.ts). It moves only when each of these
 * has nothing to do but to wait.
 */
export interface SharedTime extends Clock {
  /** Calls `act` once, when `seconds` from now have passed. */
  after(seconds: number, act: () => void): void;
  /** Moves on at once. */
  pass(seconds: number): void;
  /** Adds somebody without whom time does not move. `tell` is called when it has moved on. */
  join(tell: (now: number) => void): Membership;
  /** Answers a child process that asks for more time; several at once move on together. */
  lead(child: ChildProcess, options: LeadOptions): void;
  /** Sends a signal to a child process when `seconds` from now have passed, there as here. */
  signalAfter(seconds: number, child: ChildProcess, signal: NodeJS.Signals): void;
  /** The variables that put a process under this time. */
  environment(): Record<string, string>;
}

/** What somebody whom time waits for can do. */
export interface Membership {
  /** Has nothing to do until this time. */
  ask: (to: number) => void;
  leave: () => void;
}

export interface LeadOptions {
  /** Whether time may pass though a request has no answer yet: the cloud holds it back. */
  isHeld: () => boolean;
}

export interface SharedTimeOptions {
  /** Milliseconds since 1970. */
  startsAt?: number;
  /** So many times faster than real; default: as fast as it goes. */
  speed?: number | undefined;
}

interface Appointment {
  at: number;
  act: () => void;
}

type Tell = (now: number) => void;

interface Ask {
  kind: 'ask';
  to: number;
  isStalled: boolean;
}

/** 10:00:00 in Beijing. */
export const START = Date.UTC(2026, 10, 20, 2, 0, 0);

const PRELOAD = pathToFileURL(fileURLToPath(new URL('./fast-clock.mjs', import.meta.url))).href;

export function sharedTime(options: SharedTimeOptions = {}): SharedTime {
  const { startsAt = START, speed = Infinity } = options;
  let now = startsAt;
  let appointments: Appointment[] = [];

  /** As far as `to`, or to the next appointment: what happens there may change what comes next. */
  const moveTowards = (to: number): void => {
    const next = appointments.reduce((first, { at }) => Math.min(first, at), to);
    now = Math.max(now, next);
    const due = appointments.filter(({ at }) => at <= now);
    appointments = appointments.filter(({ at }) => at > now);
    due.forEach(({ act }) => {
      act();
    });
  };

  /** Those who run, and what those of them that have nothing to do wait for. */
  const running = new Set<Tell>();
  const asked = new Map<Tell, number>();

  /** Time moves on to what comes first, and only when everybody waits. */
  const moveOn = async (): Promise<void> => {
    if (asked.size === 0 || asked.size < running.size) return;
    const to = Math.min(...asked.values());
    const waiting = [...asked.keys()];
    asked.clear();
    if (speed !== Infinity) await delay((to - now) / speed);
    moveTowards(to);
    for (const tell of waiting) tell(now);
  };

  const join: SharedTime['join'] = (tell) => {
    running.add(tell);
    return {
      ask: (to) => {
        asked.set(tell, to);
        void moveOn();
      },
      leave: () => {
        running.delete(tell);
        asked.delete(tell);
        void moveOn();
      },
    };
  };

  const after: SharedTime['after'] = (seconds, act) => {
    appointments.push({ at: now + seconds * 1000, act });
  };

  return {
    now: () => now,
    after,
    join,
    signalAfter: (seconds, child, signal) => {
      after(seconds, () => {
        if (!child.connected) return;
        // On Windows only the parent learns that a process was killed, and not just ended.
        if (isWindows && signal === 'SIGKILL') child.kill(signal);
        else child.send({ kind: 'signal', now, signal });
      });
    },
    pass: (seconds) => {
      for (const end = now + seconds * 1000; now < end;) moveTowards(end);
    },
    lead: (child, { isHeld }) => {
      const { ask, leave } = join((time) => {
        // A process that has just ended takes no answer any more.
        if (child.connected) child.send({ kind: 'now', now: time }, () => undefined);
      });
      child.once('close', leave);
      child.on('message', (message) => {
        const { isStalled, to } = message as Ask;
        if (!isStalled || isHeld()) ask(to);
      });
    },
    environment: () => ({ NODE_OPTIONS: `--import=${PRELOAD}`, CLOCK_START: String(now) }),
  };
}
