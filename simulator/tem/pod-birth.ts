import type { Behaviour, Crash } from './behaviour.ts';
import type { PodCrash, PodLife, Revision } from './pod.ts';

const SECOND = 1000;
/** How much longer the last pod of a batch takes than the first, as a part of the start. */
const STAGGER = 0.25;
const CRASH_AFTER_SECONDS = 5;

export interface PodBirth {
  podId: string;
  revision: Revision;
  createdAt: number;
  /** Its place among the pods created together, from 0. */
  index: number;
  siblings: number;
}

/** A new pod's life under this behaviour, until something takes it away. */
export function bearPod(birth: PodBirth, behaviour: Behaviour): PodLife {
  const { podId, revision, createdAt, index, siblings } = birth;
  const startsFor =
    behaviour.podStartSeconds * SECOND * (1 + (STAGGER * index) / Math.max(1, siblings));
  const crash = crashOf(behaviour.crash, revision.deployVersion, createdAt);
  return {
    podId,
    revision,
    createdAt,
    startsFor,
    crash,
    readyAt: behaviour.neverReady === true ? Infinity : firstReady(createdAt + startsFor, crash),
    leavesAt: Infinity,
  };
}

function crashOf(
  crash: Crash | undefined,
  deployVersion: string,
  createdAt: number,
): PodCrash | null {
  if (crash === undefined) return null;
  if (crash.versions !== undefined && !crash.versions.includes(deployVersion)) return null;
  const from = createdAt + (crash.afterSeconds ?? CRASH_AFTER_SECONDS) * SECOND;
  return { status: crash.status, from, until: from + (crash.forSeconds ?? Infinity) * SECOND };
}

/** A crash during the start delays it to the recovery; a later one does not. */
function firstReady(startedAt: number, crash: PodCrash | null): number {
  return crash === null || crash.from > startedAt ? startedAt : Math.max(startedAt, crash.until);
}
