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

/** One pod's whole life, fixed when it is planned. Times are milliseconds since 1970, Infinity for never. */
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

/** A pod as it is at one moment. */
export interface PodState {
  status: string;
  ready: boolean;
  containerState: 'waiting' | 'running';
  restartCount: number;
}

const SECOND = 1000;
const BACK_OFF = 20 * SECOND;
const RUN_BEFORE_CRASH = 4 * SECOND;
const RESTART_CYCLE = BACK_OFF + RUN_BEFORE_CRASH;

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
  const restartCount = restarts(pod.crash, now);
  if (pod.crash !== null && isCrashed(pod, now)) {
    return { ...crashedState(pod.crash, now), restartCount };
  }
  if (isReady(pod, now)) {
    return { status: 'Running', ready: true, containerState: 'running', restartCount };
  }
  return { ...startingState(pod, now), restartCount };
}

type StateWithoutRestarts = Omit<PodState, 'restartCount'>;

/** A crashing container runs for a moment between its back-offs; an image that cannot be pulled never does. */
function crashedState(crash: PodCrash, now: number): StateWithoutRestarts {
  const inCycle = (now - crash.from) % RESTART_CYCLE;
  const runs = restartsContainer(crash) && inCycle >= BACK_OFF;
  return runs
    ? { status: 'Running', ready: false, containerState: 'running' }
    : { status: crash.status, ready: false, containerState: 'waiting' };
}

function restartsContainer(crash: PodCrash): boolean {
  return crash.status === 'CrashLoopBackOff';
}

function restarts(crash: PodCrash | null, now: number): number {
  if (crash === null || now < crash.from || !restartsContainer(crash)) return 0;
  return 1 + Math.floor((Math.min(now, crash.until) - crash.from) / RESTART_CYCLE);
}

function startingState(pod: PodLife, now: number): StateWithoutRestarts {
  const progress = (now - pod.createdAt) / startDuration(pod);
  if (progress < 0.2) return { status: 'Pending', ready: false, containerState: 'waiting' };
  // A pod that never gets ready never gets its container either.
  if (progress < 0.7 || (pod.readyAt === Infinity && pod.crash === null)) {
    return { status: 'ContainerCreating', ready: false, containerState: 'waiting' };
  }
  return { status: 'Running', ready: false, containerState: 'running' };
}

function startDuration(pod: PodLife): number {
  const untilCrash = pod.crash === null ? Infinity : pod.crash.from - pod.createdAt;
  return Math.min(pod.startsFor, untilCrash);
}
