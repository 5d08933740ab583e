import type { Violation } from '../part.ts';
import { TOLERANCE_MS } from './judge-changes.ts';
import type { JobFacts } from './job-facts.ts';
import {
  findForeignEnd,
  findRealFailure,
  hadHardFaults,
  wasNeverAnswered,
} from './real-failures.ts';
import { hasJustSeenFailure } from './seen-failures.ts';
import { isRollback } from './tem-scenario.ts';
import { isInProgress, podsOf } from './tem-state.ts';
import { trueSince, wasEver } from './tem-truth.ts';

/** What a step said of its rollout, beside what was true. */
export function judgeVerdict(facts: JobFacts): Violation[] {
  switch (facts.status) {
    case 'succeeded':
      return judgeSuccess(facts);
    case 'waiting':
      return judgeWaiting(facts);
    case 'reverted':
      return judgeReverted(facts);
    case 'failed':
      return judgeFailed(facts);
    case 'timed-out':
      return judgeTimedOut(facts);
    default:
      return [];
  }
}

function judgeSuccess(facts: JobFacts): Violation[] {
  const { followed, job, lag, own, truth } = facts;
  const { main, name, spec } = job;
  const revisions = own.size > 1 ? [...own] : [followed].filter((id) => id !== undefined);
  if (revisions.length === 0) {
    return [{ property: 'false-success', text: `${name} succeeded without a rollout` }];
  }
  const isScaled = facts.scenario.others.some(({ does }) => does === 'scale');
  if (facts.scenario.hidesExpected && isScaled) return [];
  const from = main.endedAt - lag - TOLERANCE_MS;
  const stableMs = Math.max(0, spec.stableFor * 1000 - TOLERANCE_MS);
  const isComplete = (time: number) => revisions.some((id) => truth.isComplete(id, time));
  const isStable = (time: number) =>
    revisions.some((id) => {
      const isLong = truth.healthyFor(id, time, stableMs) >= stableMs;
      return isLong && truth.isComplete(id, time);
    });
  if (!wasEver(from, main.endedAt, isComplete)) {
    const text = `${name} succeeded, and ${revisions.join(', ')} was not complete and healthy`;
    return [{ property: 'false-success', text }];
  }
  const isFailing = revisions.every((id) => hasJustSeenFailure(facts, id, main.endedAt));
  if (wasEver(from, main.endedAt, isStable) && !isFailing) return [];
  // Lists that go back and forth may show the good moments of a crash loop alone.
  const { countsRestarts, flaps, lagPods } = facts.scenario;
  if (flaps && lagPods > 0 && !isFailing) return [];
  // So may looks that are as far apart as a crash and the next start, where nothing counts restarts.
  if (!countsRestarts && spec.pollInterval >= 10 && !isFailing) return [];
  const { kind, pods } = truth.stateAt(main.endedAt).rollout.fate;
  const isLoop = (kind === 'crash-loop' || kind === 'dies') && pods > 0;
  return [
    isLoop
      ? { property: 'crash-success', text: `${name} succeeded in the middle of a crash loop` }
      : { property: 'unstable-success', text: `${name} succeeded before ${spec.stableFor} s` },
  ];
}

function judgeWaiting({ followed, job, lag, truth }: JobFacts): Violation[] {
  const { main, name } = job;
  const isTrue =
    followed !== undefined &&
    wasEver(main.endedAt - lag - TOLERANCE_MS, main.endedAt, (time) => {
      return truth.rolloutAt(followed, time)?.phase === 'waiting';
    });
  return isTrue ? [] : [{ property: 'false-waiting', text: `${name}: nothing waited` }];
}

function judgeReverted(facts: JobFacts): Violation[] {
  const { followed, job, lag, own, truth } = facts;
  const { main, name } = job;
  // What had been rolled back before has no rollout in progress: what is current then serves.
  const firstLook = facts.calls.find(({ kind, answeredAt }) => kind === 'info' && answeredAt);
  const lookedAt = Math.max(main.startedAt, firstLook?.viewTime ?? main.startedAt);
  const isOver = wasEver(main.startedAt - lag, lookedAt, (time) => {
    return truth.stateAt(time).rollout.phase === 'reverted';
  });
  const reverted = followed === undefined ? [...own] : [followed];
  const serves = (id: string, time: number) => {
    const state = truth.stateAt(time);
    const { phase } = state.rollout;
    if (isInProgress(state.rollout) || phase === 'reverting') return false;
    // One that somebody deployed meanwhile is not the version before, unless it is rolled back, too.
    if (state.current.version !== findVersionBefore(facts, id)) return false;
    return state.current.id !== id && podsOf(state, id, time).length === 0;
  };
  const isTrue = wasEver(main.endedAt - lag - TOLERANCE_MS, main.endedAt, (time) => {
    const isStillOver = isOver && truth.stateAt(time).rollout.phase === 'reverted';
    return (isStillOver && isRollback(job.spec)) || reverted.some((id) => serves(id, time));
  });
  if (isTrue) return [];
  return [{ property: 'false-reverted', text: `${name}: the version before did not serve` }];
}

/** The version that the rollout replaced; undefined where it was never there. */
function findVersionBefore({ history }: JobFacts, revisionId: string): string | undefined {
  const begun = history.cloud.history.find(({ state: { rollout } }) => {
    return rollout.revision.id === revisionId;
  });
  return begun?.state.rollout.previous.version;
}

function judgeFailed(facts: JobFacts): Violation[] {
  const { changes, followed, job, scenario, truth } = facts;
  const { main, name, spec } = job;
  if (followed === undefined || hadHardFaults(facts)) return [];
  const isAttached = spec.operation === 'tem-wait' || spec.operation === 'tem-resume';
  const isOurs = isAttached || changes.some(({ kind }) => kind === 'trigger');
  const isRead = facts.calls.some(({ kind, answeredAt }) => kind === 'info' && answeredAt);
  if (wasNeverAnswered(facts)) return [];
  // Which of two alike rollouts is meant cannot be known.
  if (!isOurs || !isRead || facts.own.size > 1) return [];
  // A request that is executed a minute later is nobody's to find.
  if (facts.calls.some(({ fault }) => fault === 'hang-late')) return [];
  // What Info shows for 10 s counts as true: a read that is further behind can show another rollout.
  const isOther = facts.foreign.some(({ kind }) => kind === 'trigger');
  if (scenario.lagInfo > 9 && (scenario.flaps || isOther)) return [];
  if (findRealFailure(facts, followed, main.endedAt)) return [];
  const { phase } = truth.rolloutAt(followed, main.endedAt) ?? {};
  if (phase === 'complete' && truth.isComplete(followed, main.endedAt)) {
    const text = `${name} failed, and ${followed} was complete and healthy`;
    return [{ property: 'false-failure', text }];
  }
  const isGood = phase === 'deploying' || phase === 'interval' || phase === 'waiting';
  if (!isGood) return [];
  return [{ property: 'false-failure', text: `${name} failed, and ${followed} was ${phase}` }];
}

/** Whether another rollout had begun in the same second: a StartTime does not tell the two apart. */
function beganTogether({ foreign, history }: JobFacts, revisionId: string): boolean {
  const triggers = history.cloud.changes.filter(({ kind }) => kind === 'trigger');
  const begunAt = triggers.find((change) => change.revisionId === revisionId)?.at ?? -Infinity;
  const toSecond = (time: number) => Math.floor(time / 1_000);
  return foreign.some(({ at, kind }) => {
    return kind === 'trigger' && at <= begunAt && toSecond(at) === toSecond(begunAt);
  });
}

/** How long a step may take from the end of its rollout to its own, beside `stable-for`. */
const VERDICT_MS = 60_000;

function judgeTimedOut(facts: JobFacts): Violation[] {
  const { calls, deadline, followed, job, lag, scenario, truth } = facts;
  const { main, name, spec } = job;
  if (followed === undefined || facts.own.size > 1 || hadHardFaults(facts)) return [];
  if (isRollback(spec)) return [];
  // Whoever attached while somebody else's rollout began follows what is gone.
  if (findForeignEnd(facts, followed, main.endedAt)) return [];
  if (beganTogether(facts, followed)) return [];
  const isScaled = scenario.others.some(({ does }) => does === 'scale');
  if (scenario.hidesExpected && isScaled) return [];
  const until = Math.min(deadline, main.endedAt);
  const since = trueSince(main.startedAt, until, (time) => truth.isComplete(followed, time));
  if (since === undefined) return [];
  const lastFault = Math.max(0, ...calls.filter(({ fault }) => fault).map(({ sentAt }) => sentAt));
  // A call that hangs takes a minute and a half to fail.
  const faultEnd = lastFault > 0 ? lastFault + 100_000 : 0;
  const from = Math.max(since, faultEnd);
  const recovery = truth.longestFailure(followed, until) > 0 ? 30_000 : 0;
  const pace = 3 * Math.max(spec.pollInterval * 1000, 6 * scenario.maxLatency);
  const needed = spec.stableFor * 1000 + lag + recovery + pace + VERDICT_MS;
  if (from + needed > deadline) return [];
  const seconds = Math.round((deadline - since) / 1000);
  const text = `${name} timed out, and ${followed} had been complete and healthy for ${seconds} s`;
  return [{ property: 'false-failure', text }];
}
