import type { Behaviour, Crash } from './tem-seed.ts';

/** What a pod runs. */
export interface Revision {
  revisionId: string;
  deployVersion: string;
  pkgName: string;
}

/** A crash from `from` until `until`, in milliseconds since 1970. */
export interface PodCrash {
  status: string;
  from: number;
  until: number;
}

/** The whole life of a pod, fixed when it is planned. Times are milliseconds since 1970, Infinity for never. */
export interface PodLife {
  podId: string;
  revision: Revision;
  createdAt: number;
  /** How long its start takes, in milliseconds. */
  startsFor: number;
  readyAt: number;
  crash: PodCrash | null;
  leavesAt: number;
}

/** A pod at one moment. */
export interface PodState {
  status: string;
  ready: boolean;
  containerState: 'waiting' | 'running';
  restartCount: number;
}

export interface NewPod {
  podId: string;
  revision: Revision;
  createdAt: number;
  /** Its place among the pods created together, from 0. */
  index: number;
  siblings: number;
}

/** How much longer the last pod of a batch takes to start than the first, as a part of the start. */
const STAGGER = 0.25;
const CRASH_AFTER_SECONDS = 5;
const BACK_OFF_MS = 20_000;
const RUN_BEFORE_CRASH_MS = 4000;
const RESTART_CYCLE_MS = BACK_OFF_MS + RUN_BEFORE_CRASH_MS;

/** The life of a new pod, if nothing removes it. */
export function planPod(pod: NewPod, behaviour: Behaviour): PodLife {
  const { podId, revision, createdAt, index, siblings } = pod;
  const startsFor =
    behaviour.podStartSeconds * 1000 * (1 + (STAGGER * index) / Math.max(1, siblings));
  const crash = planCrash(behaviour.crash, revision.deployVersion, createdAt);
  const readyAt =
    behaviour.neverReady === true ? Infinity : firstReady(createdAt + startsFor, crash);
  return { podId, revision, createdAt, startsFor, crash, readyAt, leavesAt: Infinity };
}

function planCrash(
  crash: Crash | undefined,
  deployVersion: string,
  createdAt: number,
): PodCrash | null {
  if (crash === undefined) return null;
  if (crash.versions !== undefined && !crash.versions.includes(deployVersion)) return null;
  const from = createdAt + (crash.afterSeconds ?? CRASH_AFTER_SECONDS) * 1000;
  return { status: crash.status, from, until: from + (crash.forSeconds ?? Infinity) * 1000 };
}

/** A crash during the start delays it until the recovery; a later crash does not. */
function firstReady(startedAt: number, crash: PodCrash | null): number {
  return crash === null || crash.from > startedAt ? startedAt : Math.max(startedAt, crash.until);
}

export function isAlive(pod: PodLife, now: number): boolean {
  return pod.createdAt <= now && now < pod.leavesAt;
}

export function isCrashed({ crash }: PodLife, now: number): boolean {
  return crash !== null && crash.from <= now && now < crash.until;
}

export function isReady(pod: PodLife, now: number): boolean {
  return pod.readyAt <= now && !isCrashed(pod, now);
}

export function podState(pod: PodLife, now: number): PodState {
  return { ...stateBesidesRestarts(pod, now), restartCount: restarts(pod.crash, now) };
}

type StateBesidesRestarts = Omit<PodState, 'restartCount'>;

function stateBesidesRestarts(pod: PodLife, now: number): StateBesidesRestarts {
  if (pod.crash !== null && isCrashed(pod, now)) return crashedState(pod.crash, now);
  if (isReady(pod, now)) return { status: 'Running', ready: true, containerState: 'running' };
  return startingState(pod, now);
}

/** A crashing container runs for a moment between its back-offs; without an image it never runs. */
function crashedState(crash: PodCrash, now: number): StateBesidesRestarts {
  const inCycle = (now - crash.from) % RESTART_CYCLE_MS;
  const runs = restartsContainer(crash) && inCycle >= BACK_OFF_MS;
  return runs
    ? { status: 'Running', ready: false, containerState: 'running' }
    : { status: crash.status, ready: false, containerState: 'waiting' };
}

function restartsContainer(crash: PodCrash): boolean {
  return crash.status === 'CrashLoopBackOff';
}

function restarts(crash: PodCrash | null, now: number): number {
  if (crash === null || now < crash.from || !restartsContainer(crash)) return 0;
  return 1 + Math.floor((Math.min(now, crash.until) - crash.from) / RESTART_CYCLE_MS);
}

function startingState(pod: PodLife, now: number): StateBesidesRestarts {
  const untilCrash = pod.crash === null ? Infinity : pod.crash.from - pod.createdAt;
  const progress = (now - pod.createdAt) / Math.min(pod.startsFor, untilCrash);
  if (progress < 0.2) return { status: 'Pending', ready: false, containerState: 'waiting' };
  // A pod that never becomes ready never gets its container either.
  if (progress < 0.7 || (pod.readyAt === Infinity && pod.crash === null)) {
    return { status: 'ContainerCreating', ready: false, containerState: 'waiting' };
  }
  return { status: 'Running', ready: false, containerState: 'running' };
}
