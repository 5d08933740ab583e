import type { Violation } from '../part.ts';
import { TOLERANCE_MS } from './judge-changes.ts';
import type { JobFacts } from './job-facts.ts';
import { findForeignEnd, findRealFailure, hadHardFaults } from './real-failures.ts';
import { podsOf } from './tem-state.ts';
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

function judgeSuccess({ followed, job, lag, truth }: JobFacts): Violation[] {
  const { main, spec } = job;
  if (followed === undefined) {
    return [{ property: 'false-success', text: `${job.name} succeeded without a rollout` }];
  }
  const from = main.endedAt - lag - TOLERANCE_MS;
  if (!wasEver(from, main.endedAt, (time) => truth.isComplete(followed, time))) {
    const text = `${job.name} succeeded, and ${followed} was not complete and healthy`;
    return [{ property: 'false-success', text }];
  }
  const stableMs = Math.max(0, spec.stableFor * 1000 - TOLERANCE_MS);
  const isStable = wasEver(from, main.endedAt, (time) => {
    const isLong = truth.healthyFor(followed, time, stableMs) >= stableMs;
    return isLong && truth.isComplete(followed, time);
  });
  if (isStable) return [];
  const text = `${job.name} succeeded, and ${followed} was not healthy for ${spec.stableFor} s`;
  return [{ property: 'unstable-success', text }];
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

function judgeReverted({ followed, job, lag, own, truth }: JobFacts): Violation[] {
  const { main, name, spec } = job;
  const reverted = followed === undefined ? [...own] : [followed];
  const isTrue = wasEver(main.endedAt - lag - TOLERANCE_MS, main.endedAt, (time) =>
    reverted.some((id) => {
      const state = truth.stateAt(time);
      return state.current.id !== id && podsOf(state, id, time).length === 0;
    }),
  );
  const isThird = reverted.every((id) => {
    const { rollout } = truth.stateAt(main.endedAt - lag);
    return rollout.revision.id !== id && rollout.phase !== 'reverted';
  });
  if (!isTrue || (isThird && spec.operation === 'tem-rolling-update')) {
    return [{ property: 'false-reverted', text: `${name}: the version before did not serve` }];
  }
  return [];
}

function judgeFailed(facts: JobFacts): Violation[] {
  const { changes, followed, job, scenario, truth } = facts;
  const { main, name } = job;
  if (followed === undefined || hadHardFaults(facts)) return [];
  const isOurs = changes.some(({ kind }) => kind === 'trigger' || kind === 'resume');
  const isRead = facts.calls.some(({ kind, answeredAt }) => kind === 'info' && answeredAt);
  if (!isOurs || !isRead) return [];
  // A request that is executed a minute later is nobody's to find.
  if (facts.calls.some(({ fault }) => fault === 'hang-late')) return [];
  // Reads that go back and forth for longer than 10 s look like a rollback, as the contract has it.
  if (scenario.flaps && scenario.lagInfo > 9) return [];
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

/** How long a step may take from the end of its rollout to its own, beside `stable-for`. */
const VERDICT_MS = 60_000;

function judgeTimedOut(facts: JobFacts): Violation[] {
  const { calls, deadline, followed, job, lag, scenario, truth } = facts;
  const { main, name, spec } = job;
  if (followed === undefined || hadHardFaults(facts)) return [];
  // Whoever attached while somebody else's rollout began follows what is gone.
  if (findForeignEnd(facts, followed, main.endedAt)) return [];
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
