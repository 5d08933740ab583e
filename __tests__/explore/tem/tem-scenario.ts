import type { Fate } from './pod-fate.ts';
import { GOOD } from './pod-fate.ts';
import type { AnswerTraits } from './tem-answers.ts';
import type { CloudTraits } from './cloud-types.ts';
import type { Service } from './application-answers.ts';
import type { Strategy } from './tem-state.ts';

/** What a job asks for. Times are in seconds; '' and 0 leave an input out. */
export interface JobSpec {
  readonly operation:
    'tem-rolling-update' | 'tem-wait' | 'tem-resume' | 'tem-revert' | 'tem-rollback';
  readonly version: string;
  readonly strategy: Strategy | '';
  readonly batches: number;
  readonly betaPods: number;
  readonly intervalSeconds: number;
  readonly timeout: number;
  /** 0: auto. */
  readonly pollInterval: number;
  readonly failureGrace: number;
  readonly stableFor: number;
  readonly onWaiting: 'stop' | 'resume' | 'verify';
  /** What is probed: the address of all instances, or each new one; '' for nothing. */
  readonly verify: '' | 'shared' | 'instances';
  /** The version is the text that tells its answers from others. */
  readonly verifyBody: boolean;
  readonly verifySeconds: number;
  readonly onFailure: 'keep' | 'revert';
  readonly onTimeout: 'keep' | 'revert';
  readonly onCancel: 'keep' | 'revert';
  readonly ifDeploying: 'wait' | 'fail' | 'adopt';
  readonly force: boolean;
  readonly wait: boolean;
  readonly dryRun: boolean;
  /** The job names the revision that is current when it starts. */
  readonly namesRevision: boolean;
  /** When the job is cancelled, after its start. */
  readonly cancelAt: number | null;
  /** What `post` gets: in nested composite actions that is nothing, or what the outer action has. */
  readonly postInputs: 'same' | 'none' | 'other';
}

/** Whether a job rolls back, and that is all that it does. */
export function isRollback({ operation }: Pick<JobSpec, 'operation'>): boolean {
  return operation === 'tem-revert' || operation === 'tem-rollback';
}

/** What other people do, in seconds after the first job's start; before it where negative. */
export interface OtherAction {
  readonly at: number;
  readonly does: 'trigger' | 'resume' | 'revert' | 'scale' | 'restart';
  /** Of a trigger: v3, AUTO and good where they are left out. */
  readonly version?: string;
  readonly strategy?: Strategy;
  readonly fate?: Fate;
  /** Of a scaling: how many instances there are to be. */
  readonly instances?: number;
  /** Of a scaling: the new ones never come. */
  readonly neverArrives?: boolean;
}

export type CallKind = 'info' | 'detail' | 'pods' | 'trigger' | 'resume' | 'revert';

export type FaultKind =
  /** Never executed. */
  | 'refused'
  | 'dns'
  | 'reset-before'
  | 'hang-before'
  | '502-before'
  | 'garbage'
  | 'internal-error-before'
  | 'rate-limit'
  | 'unexpected-code'
  /** Executed, and the answer is lost. */
  | 'reset-after'
  | 'hang-after'
  | '502-after'
  | 'internal-error-after'
  /** Executed `lateSeconds` later, when nobody waits for it any more. */
  | 'hang-late'
  /** The connection is reset at once, and the cloud executes the request `lateSeconds` later. */
  | 'reset-late';

/** The first `count` calls of a kind, from a second after the first job's start on, fail. */
export interface Fault {
  readonly call: CallKind;
  readonly from: number;
  readonly count: number;
  readonly kind: FaultKind;
}

/** All calls fail for some time. */
export interface Outage {
  /** The outage counts from the first call of this kind; from the first job's start where it is left out. */
  readonly after?: CallKind;
  /** With 0 after a call, the outage hits that call, too. */
  readonly from: number;
  readonly seconds: number;
  readonly kind: FaultKind;
}

export interface TemScenario extends CloudTraits, AnswerTraits {
  /** What latencies and replicas are drawn from. */
  readonly dice: number;
  readonly instances: number;
  /** Nothing was ever deployed before the scenario begins. */
  readonly isNew: boolean;
  readonly job: JobSpec;
  readonly second: { readonly after: number; readonly job: Partial<JobSpec> } | null;
  /** Of the instances that our jobs' rollouts create. */
  readonly fate: Fate;
  /** How the version that our jobs deploy answers requests. */
  readonly service: Service;
  readonly others: readonly OtherAction[];
  /** How many seconds each read may be behind. */
  readonly lagInfo: number;
  readonly lagDetail: number;
  readonly lagPods: number;
  /** Each read comes from another replica; otherwise all are behind by the same time. */
  readonly flaps: boolean;
  /** How long calls take, in ms. */
  readonly minLatency: number;
  readonly maxLatency: number;
  readonly faults: readonly Fault[];
  readonly outages: readonly Outage[];
  /** When a request that hangs is executed. */
  readonly lateSeconds: number;
  /** The trigger answers with an empty revision ID. */
  readonly hidesRevisionId: boolean;
}

export const PLAIN_JOB: JobSpec = {
  operation: 'tem-rolling-update',
  version: 'v2',
  strategy: '',
  batches: 1,
  betaPods: 0,
  intervalSeconds: 0,
  timeout: 1800,
  pollInterval: 0,
  failureGrace: 120,
  stableFor: 15,
  onWaiting: 'stop',
  verify: '',
  verifyBody: false,
  verifySeconds: 60,
  onFailure: 'keep',
  onTimeout: 'keep',
  onCancel: 'keep',
  ifDeploying: 'wait',
  force: false,
  wait: true,
  dryRun: false,
  namesRevision: false,
  cancelAt: null,
  postInputs: 'same',
};

export const PERFECT: TemScenario = {
  dice: 1,
  instances: 4,
  isNew: false,
  job: PLAIN_JOB,
  second: null,
  fate: GOOD,
  service: 'good',
  others: [],
  deploySeconds: 30,
  revertSeconds: 20,
  finishesAnyway: false,
  staysDeploying: true,
  refusesAfterFailure: false,
  forceReplaces: false,
  switchesAtOnce: false,
  countsRestarts: true,
  isReadyWhileRunning: true,
  successWord: 'Running',
  saysError: false,
  hidesExpected: false,
  hidesBatchStatus: false,
  nextBatchWaits: false,
  lagInfo: 0,
  lagDetail: 0,
  lagPods: 0,
  flaps: false,
  minLatency: 200,
  maxLatency: 200,
  faults: [],
  outages: [],
  lateSeconds: 70,
  hidesRevisionId: false,
};

/** What no object of a scenario may be without when it is made simpler. */
export const REQUIRED_KEYS = [
  ...['after', 'job', 'at', 'does', 'call', 'from', 'count', 'kind', 'seconds', 'pods'],
];

/** The most that any read is behind, in seconds. */
export function getMaxLag({ lagDetail, lagInfo, lagPods }: TemScenario): number {
  return Math.max(lagDetail, lagInfo, lagPods);
}
