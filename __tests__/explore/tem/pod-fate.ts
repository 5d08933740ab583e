/** What becomes of the instances of a rollout. Times are in seconds. */
export interface Fate {
  readonly kind:
    | 'good'
    /** Runs for `seconds`, crashes, and so on, with pauses that grow. */
    | 'crash-loop'
    /** Its image cannot be pulled, in two words that take turns. */
    | 'pull-error'
    | 'never-ready'
    /** Is healthy for `seconds` after its start, and crashes for good then. */
    | 'dies'
    /** Is healthy for `seconds`, restarts once and is healthy again. */
    | 'restarts-once'
    /** Cannot be pulled for `seconds`, and is healthy then. */
    | 'recovers';
  readonly seconds: number;
  /** How many instances of each batch are so; the others are good. */
  readonly pods: number;
}

export const GOOD: Fate = { kind: 'good', seconds: 0, pods: 0 };

/** An instance; times are in ms. */
export interface Pod {
  readonly id: string;
  readonly revisionId: string;
  readonly createdAt: number;
  /** When its container runs for the first time, if nothing is wrong. */
  readonly runsAt: number;
  readonly fate: Fate;
  /** When somebody restarted it. */
  readonly restartedAt: readonly number[];
  readonly leavesAt: number;
}

/** How the platform shows instances. */
export interface PodTraits {
  /** Whether RestartCount moves; the official example has a crash loop with 0. */
  readonly countsRestarts: boolean;
  /** Without a readiness probe, a crash loop is ready while it runs. */
  readonly isReadyWhileRunning: boolean;
}

/** An instance at one moment. */
export interface PodLook {
  readonly status: string;
  readonly isReady: boolean;
  /** True where it crashed or cannot be pulled, and is not up again. */
  readonly isFailing: boolean;
  readonly restarts: number;
}

const FIRST_PAUSE_S = 10;
const LONGEST_PAUSE_S = 80;
/** How long a restart that goes well takes. */
const RESTART_S = 6;
const PULL_WORDS_S = { ErrImagePull: 5, ImagePullBackOff: 20 } as const;

const STARTING: PodLook = { status: 'Pending', isReady: false, isFailing: false, restarts: 0 };
const HEALTHY: PodLook = { status: 'Running', isReady: true, isFailing: false, restarts: 0 };
const UNREADY: PodLook = { ...HEALTHY, isReady: false };

export function isHealthyLook({ status, isReady }: PodLook): boolean {
  return status === 'Running' && isReady;
}

/** How the instance stands at `now` (ms). */
export function lookAtPod(pod: Pod, now: number, traits: PodTraits): PodLook {
  const own = lookByFate(pod, now, traits);
  const since = pod.restartedAt.findLast((time) => time <= now);
  if (since === undefined) return own;
  const restarts = own.restarts + (traits.countsRestarts ? pod.restartedAt.length : 0);
  const isBack = now >= since + RESTART_S * 1000;
  return isBack ? { ...own, restarts } : { ...UNREADY, restarts };
}

function lookByFate(pod: Pod, now: number, traits: PodTraits): PodLook {
  const { kind, seconds } = pod.fate;
  const age = (now - pod.runsAt) / 1000;
  if (age < 0) return STARTING;
  switch (kind) {
    case 'good':
      return HEALTHY;
    case 'never-ready':
      return UNREADY;
    case 'pull-error':
      return lookAtPull(age);
    case 'recovers':
      return age < seconds ? lookAtPull(age) : HEALTHY;
    case 'crash-loop':
      return lookAtLoop(age, seconds, traits);
    case 'dies':
      return age < seconds ? HEALTHY : lookAtLoop(age - seconds, 0, traits);
    case 'restarts-once': {
      const restarts = traits.countsRestarts ? 1 : 0;
      if (age < seconds) return HEALTHY;
      return age < seconds + RESTART_S ? { ...UNREADY, restarts } : { ...HEALTHY, restarts };
    }
  }
}

function lookAtPull(age: number): PodLook {
  const { ErrImagePull: shown, ImagePullBackOff: pause } = PULL_WORDS_S;
  const status = age % (shown + pause) < shown ? 'ErrImagePull' : 'ImagePullBackOff';
  return { status, isReady: false, isFailing: true, restarts: 0 };
}

/** `runs` seconds up, then a pause that doubles, and so on. */
function lookAtLoop(age: number, runs: number, traits: PodTraits): PodLook {
  let left = age;
  let pause = FIRST_PAUSE_S;
  for (let crashes = 0; ; crashes += 1) {
    const restarts = traits.countsRestarts ? crashes : 0;
    if (left < runs) return { ...HEALTHY, isReady: traits.isReadyWhileRunning, restarts };
    left -= runs;
    if (left < pause) {
      return { status: 'CrashLoopBackOff', isReady: false, isFailing: true, restarts };
    }
    left -= pause;
    pause = Math.min(LONGEST_PAUSE_S, pause * 2);
  }
}

/** When the instance is ready for the first time (ms); Infinity for never. */
export function findFirstReady({ fate, runsAt }: Pod, traits: PodTraits): number {
  switch (fate.kind) {
    case 'never-ready':
    case 'pull-error':
      return Infinity;
    case 'recovers':
      return runsAt + fate.seconds * 1000;
    case 'crash-loop':
      return traits.isReadyWhileRunning && fate.seconds > 0 ? runsAt : Infinity;
    case 'good':
    case 'dies':
    case 'restarts-once':
      return runsAt;
  }
}
