import type { Text } from '../text/message.ts';
import { joinTexts, message } from '../text/message.ts';
import { equalsIgnoreCase, getRevisionPods, isFailing, isHealthy } from './pods.ts';
import { explainPods } from './pod-reasons.ts';
import type { Application, Batch, Pod, Snapshot } from './snapshot.ts';
import {
  countInstances,
  getExpectedInstances,
  isBeingReverted,
  isDeploying,
  reportsWaiting,
} from './snapshot.ts';

/** The progress of one batch: a row of the log and of the summary. */
export interface BatchProgress {
  readonly position: Batch['position'] | 'rollout' | 'revert';
  /** The number of batches without the beta batch. */
  readonly of: number;
  readonly state: BatchState;
  /** How many new instances are healthy, and how many the batch will have in total. */
  readonly healthy: number;
  readonly total: number;
  /** A pod that is not healthy yet, and why; '' if there is none. */
  readonly note: Text;
  /** The same in machine-readable form: the pod, and whether it fails; '' if there is none. */
  readonly trouble: string;
  /** True if that pod crashes or cannot be started. */
  readonly isFailing?: true;
  /** How many instances the application still lacks. */
  readonly missing?: number;
  /** When the next batch starts automatically, in ms since 1970. */
  readonly nextStart: number | undefined;
}

const NAMES: Readonly<Record<Exclude<BatchProgress['position'], number>, Text>> = {
  beta: message('rollout.beta'),
  rollout: message('rollout.whole'),
  revert: message('rollout.revert'),
};

/**
 * Formats the name of a batch: "beta", "batch 2/3", or "rollout" if the site reports no batches.
 */
export function formatBatchName({ position, of }: Pick<BatchProgress, 'position' | 'of'>): Text {
  return typeof position === 'number'
    ? message('rollout.batch', { position, of })
    : NAMES[position];
}

/** Returns the number of batches besides the beta batch. */
export function countNumberedBatches(batches: readonly Pick<BatchProgress, 'position'>[]): number {
  return batches.filter(({ position }) => typeof position === 'number').length;
}

export type BatchState =
  | { readonly kind: 'not-started' | 'deploying' | 'interval' | 'waiting' | 'finished' }
  /** An undocumented status, as TEM returns it. */
  | { readonly kind: 'unknown'; readonly word: string };

const STATES: readonly (readonly [string, BatchState])[] = [
  ['NotStart', { kind: 'not-started' }],
  ['Deploying', { kind: 'deploying' }],
  ['WaitForTimeExceed', { kind: 'interval' }],
  ['WaitForResume', { kind: 'waiting' }],
  ['Finish', { kind: 'finished' }],
];

/**
 * Returns the progress of the rollout of `revisionId`, one row per batch, or a single row if the
 * site reports no batches. `now` in ms since 1970.
 */
export function getBatchProgress(
  snapshot: Snapshot,
  revisionId: string,
  now: number,
): BatchProgress[] {
  const newPods = new Map(getRevisionPods(snapshot, revisionId).map((pod) => [pod.podId, pod]));
  const batches = snapshot.deployment?.batches ?? [];
  if (batches.length === 0) return [getWholeProgress(snapshot, [...newPods.values()])];
  const of = countNumberedBatches(batches);
  const rows = batches.map((batch) => {
    // A batch lists its pods, and the list of pods has their health: they are joined by PodId.
    const pods = batch.newPods.flatMap(({ podId }) => newPods.get(podId) ?? []);
    return {
      position: batch.position,
      of,
      state: parseBatchState(batch.status),
      healthy: pods.filter(isHealthy).length,
      total: countInstances(batch),
      ...describeTrouble(pods, [batch]),
      nextStart: parseNextStart(batch.nextBatchStartTime, now),
    };
  });
  const missing = getExpectedInstances(snapshot) - newPods.size;
  const isOver = batches.every(isFinished) && !isDeploying(snapshot.application);
  if (!isOver || missing <= 0) return rows;
  // The application wants more instances than the batches have created: it was scaled in the
  // meantime.
  return [...rows, { ...getWholeProgress(snapshot, [...newPods.values()]), missing }];
}

function getWholeProgress(snapshot: Snapshot, pods: readonly Pod[]): BatchProgress {
  const { application } = snapshot;
  const total = getExpectedInstances(snapshot);
  const healthy = pods.filter(isHealthy).length;
  return {
    position: 'rollout',
    of: 1,
    state: { kind: getWholeState(application, healthy >= total) },
    healthy,
    total,
    ...describeTrouble(pods),
    nextStart: undefined,
  };
}

function getWholeState(application: Application, isComplete: boolean) {
  if (reportsWaiting(application)) return 'waiting';
  return isComplete && !isDeploying(application) ? 'finished' : 'deploying';
}

/** Describes the first pod that is not healthy, as text and in machine-readable form. */
export function describeTrouble(
  pods: readonly Pod[],
  batches: readonly Batch[] = [],
): Pick<BatchProgress, 'note' | 'trouble' | 'isFailing'> {
  const unhealthy = pods.find((each) => !isHealthy(each));
  const [pod] = unhealthy ? explainPods([unhealthy], batches) : [];
  if (!pod) return { note: '', trouble: '' };
  // A pod whose image cannot be pulled changes its status with each try, which is not news.
  const kind = isFailing(pod) ? 'fails' : pod.status;
  return {
    note: joinTexts('colon', pod.podId, pod.reason),
    trouble: `${pod.podId} ${kind}`,
    ...(isFailing(pod) ? { isFailing: true } : {}),
  };
}

function parseBatchState(word: string): BatchState {
  return STATES.find(([known]) => equalsIgnoreCase(word, known))?.[1] ?? { kind: 'unknown', word };
}

const DAY_MS = 86_400_000;

/**
 * Parses NextBatchStartTime into ms since 1970. Unknown (tem-next-start-unit): its unit, so both
 * seconds and milliseconds are tried, and a time more than a day away counts as absent; 0 means
 * "manually".
 */
export function parseNextStart(value: number | undefined, now: number): number | undefined {
  if (!value) return undefined;
  return [value, value * 1000].find((time) => Math.abs(time - now) < DAY_MS);
}

/** How a rollout is divided into batches. */
export interface Division {
  /** Instances of the beta batch; 0 if there is none. */
  readonly betaBatchNum: number;
  /**
   * The number of other batches. Unknown (tem-batch-count-includes-beta): whether TotalBatchCount
   * includes the beta batch; this code assumes that it does not.
   */
  readonly totalBatchCount: number;
}

/**
 * Divides the instances into batches: the beta batch, and the rest evenly (TEM's guide,
 * 1094/42079). Unknown (tem-batch-division): which batches get the remaining instances; this code
 * assumes the first ones.
 */
export function planBatches(
  instances: number,
  { betaBatchNum, totalBatchCount }: Division,
): BatchProgress[] {
  const beta = Math.min(betaBatchNum, instances);
  const rest = instances - beta;
  const of = Math.min(totalBatchCount, rest);
  const sizes = Array.from({ length: of }, (_, index) => getShare(rest, of, index));
  const rows = sizes.map((total, index) => createRow(index + 1, of, total));
  return beta > 0 ? [createRow('beta', of, beta), ...rows] : rows;
}

function getShare(rest: number, of: number, index: number): number {
  return Math.floor(rest / of) + (index < rest % of ? 1 : 0);
}

function createRow(position: BatchProgress['position'], of: number, total: number): BatchProgress {
  const state = { kind: 'not-started' } as const;
  return { position, of, state, healthy: 0, total, note: '', trouble: '', nextStart: undefined };
}

/**
 * Returns the first batch that the details report as paused for confirmation. Unknown
 * (tem-beta-pause): whether a BETA rollout always pauses, so only what TEM reports counts.
 */
export function findPausedBatch(snapshot: Snapshot): Batch['position'] | undefined {
  if (isBeingReverted(snapshot)) return undefined;
  return snapshot.deployment?.batches.find(({ status }) =>
    equalsIgnoreCase(status, 'WaitForResume'),
  )?.position;
}

/** Returns true if the application or its details report a pause for confirmation. */
export function isPaused(snapshot: Snapshot): boolean {
  if (isBeingReverted(snapshot)) return false;
  return findPausedBatch(snapshot) !== undefined || reportsWaiting(snapshot.application);
}

/**
 * How far a rollout is. complete: every batch is finished and every expected instance is healthy.
 * healthy: every instance of the batches that have begun is healthy, and there is at least one.
 */
export type Readiness = 'complete' | 'healthy' | 'unready';

/**
 * Returns how far the new pods have come. `listed` and `healthy` count them. Unknown
 * (tem-waiting-batch): whether TEM marks the batch before the pause or the one after it as waiting,
 * so only the pods that this batch lists count.
 */
export function getReadiness(
  snapshot: Snapshot,
  { listed, healthy }: { readonly listed: number; readonly healthy: number },
): Readiness {
  const batches = snapshot.deployment?.batches ?? [];
  const isOver = batches.every(isFinished) && !isDeploying(snapshot.application);
  if (isOver && healthy >= getExpectedInstances(snapshot)) return 'complete';
  const begun = batches.reduce((sum, batch) => sum + countBegun(batch), 0);
  const isHealthySoFar = healthy === listed && healthy >= Math.max(begun, 1);
  return isHealthySoFar ? 'healthy' : 'unready';
}

function countBegun(batch: Batch): number {
  if (equalsIgnoreCase(batch.status, 'NotStart')) return 0;
  const isPausedBatch = equalsIgnoreCase(batch.status, 'WaitForResume');
  return isPausedBatch ? batch.newPods.length : countInstances(batch);
}

function isFinished({ status }: Batch): boolean {
  return equalsIgnoreCase(status, 'Finish');
}
