import type { Clock } from '../clock.ts';

/** The cloud's time: this machine's, set right once the cloud has said that it is wrong. */
export interface ServerClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Takes over the time that the cloud has just told, in milliseconds since 1970. */
  readonly set: (cloudNow: number) => void;
}

/** One for all that is signed in a run: what one call learns the others know. */
export function createServerClock(clock: Pick<Clock, 'now'>): ServerClock {
  let offset = 0;
  return {
    now: () => clock.now() + offset,
    set: (cloudNow) => {
      offset = cloudNow - clock.now();
    },
  };
}
