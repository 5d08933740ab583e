/** The calls that faults can hit. */
export type CallKind = 'list' | 'create' | 'credential' | 'publish' | 'delete';

/** What goes wrong with a call; `-after`: the cloud has executed it. */
export type FaultKind =
  | 'refused'
  | 'reset-before'
  | 'reset-after'
  | '502-before'
  | '502-after'
  | 'hang-before'
  | 'hang-after'
  | 'process-timeout-before'
  | 'process-timeout-after'
  | 'lock'
  | 'slow-down'
  | 'rate-limit'
  | 'unexpected-code';

export interface Fault {
  readonly call: CallKind;
  /** Seconds since the beginning. */
  readonly from: number;
  readonly count: number;
  readonly kind: FaultKind;
}

/** What somebody else does; the cloud may refuse it. */
export interface OtherAct {
  readonly at: number;
  readonly act: 'create' | 'publish' | 'delete';
  /** Which of the versions that it is possible for. */
  readonly pick: number;
  /** The file of a version that is created; it is uploaded 20 seconds later. */
  readonly fileName: string;
}

/** The lists lack a version for a while. */
export interface Gap {
  readonly from: number;
  readonly seconds: number;
  /** Which of the versions, in the order of their creation. */
  readonly pick: number;
}

export type SeedStatus = 'Usable' | 'Inuse' | 'Normal' | 'CreateFailed' | 'Uploading' | 'Frozen';

export interface JobSpec {
  readonly operation: 'car-create-version' | 'car-set-online';
  readonly startAt: number;
  readonly hasFile: boolean;
  readonly wait: boolean;
  readonly setOnline: boolean;
  readonly pendingVersion: 'fail' | 'delete';
  readonly versionLimit: 'fail' | 'delete-oldest';
  /** Seconds. */
  readonly timeout: number;
  /** Seconds; 0 for "auto". */
  readonly pollInterval: number;
  readonly cancelAt: number | null;
  /** The seeded version that car-set-online publishes. */
  readonly target: number;
}

/** One world and what is done in it. Times are in seconds, latencies in ms. */
export interface CarScenario {
  /** Of the latencies and of how late each list is. */
  readonly seed: number;
  readonly minLatency: number;
  readonly maxLatency: number;
  /** How old a list is; with `flaps` between 0 and this. */
  readonly lag: number;
  readonly flaps: boolean;
  readonly gaps: readonly Gap[];
  /** The lists have every version twice. */
  readonly doubles: boolean;
  readonly creatingSeconds: number;
  readonly publishSeconds: number;
  readonly deletingSeconds: number;
  readonly uploadSeconds: number;
  readonly createFails: boolean;
  readonly nameForm: 'stem' | 'file';
  readonly timeForm: 'utc' | 'offset' | 'zoneless' | 'none';
  /** How far the cloud's clock is ahead. */
  readonly cloudSkew: number;
  readonly pathForm: 'key' | 'folder' | 'no-version';
  /** So long after a creation the upload path is that of another version. */
  readonly wrongPathSeconds: number;
  /** A version that was never published blocks others until it is gone. */
  readonly deletingBlocks: boolean;
  /** A version with a status that nobody knows blocks others, too. */
  readonly frozenBlocks: boolean;
  /** The answer of a publication names the versions as they are. */
  readonly answersVersions: boolean;
  /** The oldest first. */
  readonly versions: readonly SeedStatus[];
  readonly job: JobSpec;
  readonly second: JobSpec | null;
  readonly faults: readonly Fault[];
  readonly others: readonly OtherAct[];
}

const JOB: JobSpec = {
  operation: 'car-create-version',
  startAt: 0,
  hasFile: true,
  wait: true,
  setOnline: false,
  pendingVersion: 'fail',
  versionLimit: 'fail',
  timeout: 1800,
  pollInterval: 0,
  cancelAt: null,
  target: 0,
};

export const CAR_BASELINE: CarScenario = {
  seed: 0,
  minLatency: 100,
  maxLatency: 100,
  lag: 0,
  flaps: false,
  gaps: [],
  doubles: false,
  creatingSeconds: 20,
  publishSeconds: 0,
  deletingSeconds: 5,
  uploadSeconds: 3,
  createFails: false,
  nameForm: 'stem',
  timeForm: 'utc',
  cloudSkew: 0,
  pathForm: 'key',
  wrongPathSeconds: 0,
  deletingBlocks: false,
  frozenBlocks: false,
  answersVersions: true,
  versions: ['Usable', 'Inuse'],
  job: JOB,
  second: null,
  faults: [],
  others: [],
};
