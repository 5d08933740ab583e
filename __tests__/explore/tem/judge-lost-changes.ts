import type { Violation } from '../part.ts';
import type { JobFacts } from './job-facts.ts';
import { hadHardFaults } from './real-failures.ts';
import type { CallKind, FaultKind } from './tem-scenario.ts';
import { wasEver } from './tem-truth.ts';

/** How much time has to be left for a change to be sent once more, by successful looks over 30 s. */
const AGAIN_MS = 150_000;

const LOST: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'reset-before',
  '502-before',
  'internal-error-before',
]);

/**
 * A change that was lost before it was executed is sent once more. Where others changed something
 * meanwhile, where it was lost twice or where it hung, the oracle says nothing: there are good
 * reasons not to send it again.
 */
export function judgeLostChanges(facts: JobFacts): Violation[] {
  const { cancelledAt, foreign, job, scenario, status } = facts;
  const { main, spec } = job;
  const isOver = status === 'failed' || status === 'timed-out';
  const isDisturbed = foreign.some(({ at }) => at >= main.startedAt && at <= main.endedAt);
  if (!isOver || cancelledAt !== undefined || isDisturbed || hadHardFaults(facts)) return [];
  if (spec.force || scenario.flaps) return [];
  const kinds: CallKind[] = ['trigger', 'resume', 'revert'];
  return kinds.flatMap((kind) => judgeKind(facts, kind));
}

/** A rollout that is complete by then has nothing to resume or revert any more. */
const COMPLETE_BY_MS = 60_000;

function judgeKind(facts: JobFacts, kind: CallKind): Violation[] {
  const { calls, deadline, job, status, truth } = facts;
  const { main, name } = job;
  const sent = calls.filter((call) => call.kind === kind && call.phase === 'main');
  const [first] = sent;
  const isLost = sent.every(({ fault }) => fault !== undefined && LOST.has(fault));
  if (!first || !isLost) return [];
  const { phase } = truth.stateAt(first.sentAt + COMPLETE_BY_MS).rollout;
  const { revision } = truth.stateAt(first.sentAt).rollout;
  // What comes after its end, such as a rollback by a rolling update, is another rollout.
  const isSoonComplete = wasEver(first.sentAt, first.sentAt + COMPLETE_BY_MS, (time) => {
    return truth.rolloutAt(revision.id, time)?.phase === 'complete';
  });
  // Where a failed rollout is still in progress and no word says that it failed, nothing shows rest.
  const isResting = phase === 'complete' || phase === 'reverted' || facts.scenario.saysError;
  if (kind === 'trigger' && !isResting) return [];
  if (kind !== 'trigger' && isSoonComplete) return [];
  const lastFault = Math.max(...calls.filter(({ fault }) => fault).map(({ sentAt }) => sentAt));
  if (sent.length > 1) {
    const isFollowed = kind === 'revert' && main.endedAt - lastFault > AGAIN_MS;
    const text = `${name}: a revert that was never executed was followed until the end`;
    return isFollowed ? [{ property: 'followed-in-vain', text }] : [];
  }
  // Before the timeout there is no reason to stop; at the timeout the looks may have failed too long.
  const hadTime = status === 'failed' ? deadline - main.endedAt : deadline - lastFault;
  if (hadTime < AGAIN_MS || deadline - first.sentAt < AGAIN_MS) return [];
  return [{ property: 'not-sent-again', text: `${name}: the ${kind} was lost and not sent again` }];
}
