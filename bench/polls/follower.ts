import type { Clock } from '../../src/clock.ts';
import type { Log } from '../../src/github/log.ts';
import type { OperationContext } from '../../src/operations/operation.ts';
import { createRunRecord } from '../../src/report/run-record.ts';
import { followRollout } from '../../src/operations/tem/follow-rollout.ts';
import { createSnapshotReader } from '../../src/operations/tem/read-snapshot.ts';
import type { ProgressLog } from '../../src/operations/tem/progress-log.ts';
import { createProgressLog } from '../../src/operations/tem/progress-log.ts';
import type { TemContext } from '../../src/operations/tem/tem-context.ts';
import type { FollowInputs } from '../../src/operations/tem/tem-declarations.ts';
import type { BatchProgress } from '../../src/rollout/batch-progress.ts';
import { startHistory } from '../../src/rollout/rollout-history.ts';
import { trackStarted } from '../../src/rollout/rollout-tracker.ts';
import type { Tem } from '../../src/tencent/services/tem-api.ts';
import { seededRandom } from '../random.ts';
import type { Cloud } from './cloud.ts';
import { startCloud } from './cloud.ts';
import type { RolloutPlan } from './corpus.ts';
import type { Policy } from './policies.ts';
import type { Sight } from './sights.ts';
import { sightOf } from './sights.ts';

/** The course of following one rollout. Times in ms since 1970. */
export interface Followed {
  readonly cloud: Cloud;
  readonly ending: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Number of HTTP read requests from the start of the rollout to the result. */
  readonly calls: number;
  /** How many of them read the list of pods, each time to its end. */
  readonly podReads: number;
  /** How often it looked, at one part or at everything. */
  readonly looks: number;
  /** What the log showed, and when. */
  readonly sights: readonly Sight[];
}

const START = Date.UTC(2026, 10, 20, 10);
const TIMEOUT_MS = 6 * 3_600_000;

/** The default of failure-grace in action.yml. */
export const GRACE_MS = 120_000;
/** The default of stable-for in action.yml. */
export const STABLE_MS = 15_000;

/** Follows a rollout with the action's own loop, on a virtual clock that reads do not advance. */
export async function followPlan(
  plan: RolloutPlan,
  policy: Policy,
  seed: number,
): Promise<Followed> {
  const cloud = startCloud(plan, START);
  const random = seededRandom(seed);
  const sights: Sight[] = [];
  const counted = { calls: 0, looks: 0, podReads: 0 };
  let now = START;
  const clock: Clock = {
    now: () => now,
    timeout: () => new AbortController().signal,
    sleep: (asked) => {
      counted.looks += 1;
      now += Math.round(policy.sleep(asked / 1000, counted.looks, random) * 1000);
      return Promise.resolve();
    },
  };
  const api = createReads(cloud, clock, (isPods) => {
    counted.calls += 1;
    if (isPods) counted.podReads += 1;
  });
  const tem = createContext(clock, api, (rows) => {
    sights.push(...rows.map((row) => sightOf(row, now, plan.strategy)));
  });
  const before = { revisionId: 'revision-before', startTime: 'before' };
  const snapshot = {
    application: cloud.application(START),
    deployment: cloud.deployment(START),
    pods: cloud.pods(START),
  };
  const rollout = {
    state: trackStarted(cloud.revisionId, before, 'v2'),
    history: startHistory(
      snapshot,
      { previous: { version: 'v1', packageName: '' }, version: 'v2' },
      START,
    ),
  };
  const pollInterval = policy.pollInterval === 'auto' ? 'auto' : policy.pollInterval * 1000;
  const inputs: FollowInputs = {
    failureGrace: GRACE_MS,
    stableFor: STABLE_MS,
    pollInterval,
    onWaiting: 'resume',
  };
  const { kind } = await followRollout(tem, rollout, inputs);
  const { calls, looks, podReads } = counted;
  return { cloud, ending: kind, startedAt: START, endedAt: now, calls, looks, podReads, sights };
}

/** Creates the reads for following; all pods are on one page. */
function createReads(cloud: Cloud, clock: Clock, onCall: (isPods: boolean) => void): Tem {
  const answer = <T>(value: T, isPods = false) => {
    onCall(isPods);
    return Promise.resolve(value);
  };
  const reads: Partial<Tem> = {
    describeApplicationInfo: () => answer(cloud.application(clock.now())),
    describeDeployApplicationDetail: () => answer(cloud.deployment(clock.now())),
    describeApplicationPods: () => answer(cloud.pods(clock.now()), true),
    resumeDeployApplication: () =>
      Promise.resolve({ value: cloud.resume(clock.now()), requestId: 'bench' }),
  };
  return reads as Tem;
}

const SILENT: Log = new Proxy({} as Log, { get: () => () => undefined });

function createContext(
  clock: Clock,
  api: Tem,
  onProgress: (rows: readonly BatchProgress[]) => void,
): TemContext {
  const target = { applicationId: 'app-bench', environmentId: 'en-bench' };
  const silentLog = createProgressLog({ clock, log: SILENT, startedAt: START });
  const progressLog: ProgressLog = {
    ...silentLog,
    logBatches: (rows) => {
      onProgress(rows);
      silentLog.logBatches(rows);
    },
  };
  const report = createRunRecord();
  const context: Partial<OperationContext> = {
    ...{ clock, startedAt: START, deadline: START + TIMEOUT_MS, log: SILENT, report },
    ...{ cancelSignal: new AbortController().signal, lastFailure: { error: undefined } },
  };
  const reader = createSnapshotReader({ first: api, polling: api, clock, report }, target);
  return {
    context: context as OperationContext,
    target,
    api,
    progressLog,
    reader,
    snapshots: { read: () => reader() },
  };
}
