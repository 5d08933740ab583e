import type { JobRun } from './explore-job.ts';
import type { Change } from './cloud-types.ts';
import type { CallRecord } from './tem-gateway.ts';
import { getMaxLag, isRollback } from './tem-scenario.ts';
import type { TemScenario } from './tem-scenario.ts';
import type { Truth } from './tem-truth.ts';
import { tellTruth } from './tem-truth.ts';
import type { TemHistory } from './tem-world.ts';

/** A change of the cloud with the call that it came from. */
export interface OwnChange extends Change {
  readonly call: CallRecord;
}

/** Everything that judging one job needs. Times are in ms. */
export interface JobFacts {
  readonly history: TemHistory;
  readonly scenario: TemScenario;
  readonly truth: Truth;
  readonly job: JobRun;
  readonly status: string;
  readonly calls: readonly CallRecord[];
  /** What the job did to the cloud, executed for certain. */
  readonly changes: readonly OwnChange[];
  /** What others did, another job of ours among them. */
  readonly foreign: readonly Change[];
  readonly deadline: number;
  readonly cancelledAt: number | undefined;
  /** How far what the job sees may be behind, latency included. */
  readonly lag: number;
  /** Revisions that the job may take for its own. */
  readonly own: ReadonlySet<string>;
  /** The rollout that the job was about; undefined where it never had one. */
  readonly followed: string | undefined;
}

export function collectFacts(history: TemHistory, job: JobRun): JobFacts {
  const { cloud, scenario } = history;
  const { main, name, spec } = job;
  const truth = tellTruth(history);
  const calls = history.calls.filter(({ by }) => by === name);
  const changes = cloud.changes
    .filter(({ by }) => by === name)
    .flatMap((change) => {
      const call = calls.find((one) => one.executedAt === change.at && one.kind === change.kind);
      return call ? [{ ...change, call }] : [];
    });
  const cancelAt = spec.cancelAt === null ? Infinity : main.startedAt + spec.cancelAt * 1000;
  const lag = getMaxLag(scenario) * 1000 + scenario.maxLatency + 1_000;
  const partial = {
    ...{ history, scenario, truth, job, calls, changes, lag },
    status: main.outputs.status ?? '',
    foreign: cloud.changes.filter(({ by }) => by !== name),
    deadline: main.startedAt + spec.timeout * 1000,
    cancelledAt: cancelAt <= main.endedAt ? cancelAt : undefined,
  };
  const own = findOwn(partial);
  const shown = main.outputs['revision-id'] ?? '';
  const triggered = changes.find(
    (change) => change.kind === 'trigger' && !isFallBack(partial, change),
  )?.revisionId;
  const only = own.size === 1 ? [...own][0] : undefined;
  const followed = triggered ?? (own.has(shown) ? shown : only);
  return { ...partial, own, followed };
}

/**
 * Started by the job; or brought by somebody with the version that was asked for, where the job
 * adopts or could not tell it from its own: no read says who started a rollout, so after a trigger
 * without a clear answer nobody could. Operations that attach take what their first look showed.
 */
function findOwn(facts: Omit<JobFacts, 'own' | 'followed'>): Set<string> {
  const { calls, changes, history, job, truth } = facts;
  const { spec, main } = job;
  const own = new Set(
    changes
      .filter((change) => change.kind === 'trigger' && !isFallBack(facts, change))
      .map(({ revisionId }) => revisionId),
  );
  const firstLook = calls.find(({ kind, answeredAt }) => kind === 'info' && answeredAt);
  if (spec.operation === 'tem-rolling-update') {
    const unclear = calls.some(
      ({ kind, result, fault }) => kind === 'trigger' && (fault !== undefined || result === ''),
    );
    for (const { revisionId, kind, at } of history.cloud.changes) {
      const version = truth.rolloutAt(revisionId, at)?.revision.version;
      const isSame = kind === 'trigger' && version === spec.version && at < main.endedAt;
      if (isSame && (spec.ifDeploying === 'adopt' || unclear)) own.add(revisionId);
    }
    return own;
  }
  const from = firstLook?.viewTime ?? main.startedAt;
  // A StartTime has whole seconds: what begins in the second of the first look may be meant as well.
  const doubt = spec.operation === 'tem-wait' ? 1_000 : 0;
  for (let time = from; time <= (firstLook?.answeredAt ?? from) + doubt; time += 100) {
    const { current, rollout } = truth.stateAt(time);
    own.add(current.id || getFirstRelease(history));
    // A rollout that is being reverted, or that was, can be meant as well.
    if (isRollback(spec)) own.add(rollout.revision.id);
  }
  return own;
}

/** A rolling update that rolls back: every one but the one that the job was asked for. */
export function isFallBack(
  { changes, job, truth }: Pick<JobFacts, 'changes' | 'job' | 'truth'>,
  change: OwnChange,
): boolean {
  const { ifDeploying, operation, onCancel, onFailure, onTimeout } = job.spec;
  if (change.kind !== 'trigger') return false;
  if (operation === 'tem-rollback') return true;
  if (![onCancel, onFailure, onTimeout].includes('revert')) return false;
  if (operation !== 'tem-rolling-update') return true;
  if (changes.find(({ kind }) => kind === 'trigger') !== change) return true;
  // A job that adopted somebody's rollout has started none before it rolls back.
  const { revision } = truth.stateAt(change.at).rollout;
  return ifDeploying === 'adopt' && revision.version !== job.spec.version;
}

/** What is meant by whoever attaches to an application that was never deployed. */
function getFirstRelease({ cloud }: TemHistory): string {
  return cloud.changes.find(({ kind }) => kind === 'trigger')?.revisionId ?? '';
}
