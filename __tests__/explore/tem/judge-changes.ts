import type { Violation } from '../part.ts';
import type { JobFacts, OwnChange } from './job-facts.ts';
import { isFallBack } from './job-facts.ts';
import { findReasonToRevert } from './real-failures.ts';
import { hasJustSeenFailure } from './seen-failures.ts';
import { isRollback } from './tem-scenario.ts';
import { isInProgress } from './tem-state.ts';
import { wasEver } from './tem-truth.ts';

const REVERT_EXTRA_MS = 5 * 60_000;
/** How often a trigger may be refused before it is no way to wait any more. */
const MOST_TRIGGERS = 60;
const POST_LIMIT_MS = 3 * 60_000;

/** What a job did to the cloud: only what it was asked for, to what is its own, once and in time. */
export function judgeChanges(facts: JobFacts): Violation[] {
  return [
    ...judgeTriggers(facts),
    ...facts.changes.flatMap((change) => {
      if (change.kind === 'trigger') return [];
      if (!facts.own.has(change.revisionId)) return judgeForeign(facts, change);
      return change.kind === 'resume' ? judgeResume(facts, change) : judgeRevert(facts, change);
    }),
  ];
}

/**
 * Resume and Revert name no revision, so what begins between the last look and the call cannot be
 * told from the job's own: the oracle says nothing where no look has shown the other rollout.
 */
function judgeForeign(facts: JobFacts, change: OwnChange): Violation[] {
  const { call, kind, revisionId } = change;
  const begun = facts.history.cloud.changes.find((one) => {
    return one.kind === 'trigger' && one.revisionId === revisionId;
  });
  if (begun && !hasSeen(facts, begun.at, call)) return [];
  // Reads that go back and forth by more than 10 s show a rollout that is not current any more, and
  // so does Info that is as far behind: of the same version nothing else tells the two apart.
  const version = facts.truth.rolloutAt(revisionId, change.at)?.revision.version;
  const isAlike = facts.scenario.flaps || version === facts.job.spec.version;
  if (isAlike && facts.scenario.lagInfo > 9) return [];
  const text = `${facts.job.name}: ${kind} hit ${revisionId}, which is not its own`;
  return [{ property: `foreign-${kind}`, text }];
}

/** Whether a look that was answered before the call shows what was there at `since` (ms) or later. */
function hasSeen({ calls }: JobFacts, since: number, { sentAt }: OwnChange['call']): boolean {
  return calls.some(
    ({ answeredAt = Infinity, kind, viewTime = -Infinity }) =>
      (kind === 'info' || kind === 'detail') && viewTime >= since && answeredAt <= sentAt,
  );
}

function judgeTriggers(facts: JobFacts): Violation[] {
  const { changes, calls, deadline, job, scenario } = facts;
  const { spec } = job;
  const all = changes.filter(({ kind }) => kind === 'trigger');
  const returns = all.filter((change) => isFallBack(facts, change));
  const triggers = all.filter((change) => !returns.includes(change));
  const violations: Violation[] = returns.flatMap((change) => judgeReturn(facts, change));
  if (returns.length > 1) {
    violations.push({ property: 'twice', text: `${job.name} rolled back ${returns.length} times` });
  }
  if (triggers.length > 1) {
    violations.push({ property: 'twice', text: `${job.name} started ${triggers.length} rollouts` });
  }
  const isAllowed = spec.operation === 'tem-rolling-update' && !spec.dryRun;
  if (!isAllowed && triggers.length > 0) {
    violations.push({ property: 'unasked-change', text: `${job.name} started a rollout` });
  }
  for (const { revisionId } of triggers) {
    const version = findVersion(facts, revisionId);
    if (version === spec.version) continue;
    violations.push({ property: 'wrong-version', text: `${job.name} started ${version}` });
  }
  const sent = calls.filter(({ kind }) => kind === 'trigger').length;
  if (sent > MOST_TRIGGERS) {
    violations.push({ property: 'hammering', text: `${job.name} sent the trigger ${sent} times` });
  }
  if (triggers.some(({ call }) => call.sentAt >= deadline)) {
    violations.push({ property: 'late-trigger', text: `${job.name} triggered after the timeout` });
  }
  violations.push(...triggers.flatMap((change) => judgeReplaced(facts, change)));
  const pauses = countPauses(spec.strategy, spec.batches, scenario.instances);
  const plannedPause = pauses * spec.intervalSeconds;
  const isUndone = spec.wait && spec.onTimeout === 'revert';
  if (triggers.length > 0 && isUndone && plannedPause >= spec.timeout) {
    const text = `${job.name} started a rollout whose pauses take ${plannedPause} s of ${spec.timeout} s`;
    violations.push({ property: 'planned-pause', text });
  }
  return violations;
}

/** The version of a rollout, also of one that was replaced in the moment in which it began. */
function findVersion({ history }: JobFacts, revisionId: string): string | undefined {
  const states = history.cloud.history.map(({ state }) => state.rollout.revision);
  return states.find(({ id }) => id === revisionId)?.version;
}

/** A rollback by a rolling update: in time, for a reason, to the version before, never from `post`. */
function judgeReturn(facts: JobFacts, change: OwnChange): Violation[] {
  const { cancelledAt = Infinity, deadline, job, truth } = facts;
  const { name, spec } = job;
  const { call, at, revisionId } = change;
  const violations: Violation[] = [];
  const add = (property: string, text: string) => {
    violations.push({ property, text: `${name}: the rollback ${revisionId} ${text}` });
  };
  const current = truth.stateAt(at - 1).rollout;
  // The job cannot know what somebody has started since its last look: its own rollout is judged.
  const isUnseen = !facts.own.has(current.revision.id) && !hasSeen(facts, current.startedAt, call);
  const replaced = isUnseen ? truth.stateAt(current.startedAt - 1).rollout : current;
  const version = truth.rolloutAt(revisionId, at)?.revision.version ?? '';
  if (version !== replaced.previous.version) add('wrong-version', `brought ${version}`);
  if (call.phase === 'post') add('unasked-change', 'came from post');
  if (spec.dryRun) add('unasked-change', 'came from a dry run');
  const extra = isRollback(spec) ? 0 : REVERT_EXTRA_MS;
  if (call.sentAt >= deadline + extra) add('late-trigger', 'was sent when the time was over');
  if (isRollback(spec)) return violations;
  if (call.sentAt >= cancelledAt) {
    if (spec.onCancel !== 'revert') add('unasked-change', 'was not asked for');
    return violations;
  }
  if (call.sentAt >= deadline && spec.onTimeout === 'revert') return violations;
  if (spec.onFailure !== 'revert') add('unasked-change', 'was not asked for');
  else if (!findReasonToRevert(facts, replaced.revision.id, call.sentAt)) {
    add('good-reverted', 'replaced a rollout that had not failed');
  }
  return violations;
}

/** Between two looks nobody sees what comes and goes. */
const LOOK_GAP_MS = 15_000;

/** With force, a job must not start over a rollout that one of its looks has shown. */
function judgeReplaced(facts: JobFacts, { at, call }: OwnChange): Violation[] {
  const { job, truth } = facts;
  const { rollout } = truth.stateAt(at - 1);
  if (!isInProgress(rollout)) return [];
  if (!hasSeen(facts, rollout.startedAt, call)) return [];
  // What TEM has called failed for longer than the grace may be followed by a fix.
  const least = job.spec.failureGrace * 1000 - facts.lag - TOLERANCE_MS;
  if (truth.longestError(rollout.revision.id, at, LOOK_GAP_MS) >= least) return [];
  const text = `${job.name} started over ${rollout.revision.id}, which was in progress`;
  return [{ property: 'foreign-replaced', text }];
}

/** The pauses that a rollout makes by itself, however many instances there are. */
function countPauses(strategy: string, batches: number, instances: number): number {
  if (strategy !== 'AUTO' && strategy !== 'BETA') return 0;
  return Math.max(0, Math.min(batches, strategy === 'BETA' ? instances - 1 : instances) - 1);
}

function judgeResume(facts: JobFacts, change: OwnChange): Violation[] {
  const { changes, deadline, job, lag, truth } = facts;
  const { spec } = job;
  const { batch = 0, call, revisionId } = change;
  const violations: Violation[] = [];
  const what = `${job.name}: the resume of batch ${batch + 1}`;
  const add = (property: string, text: string) => {
    violations.push({ property, text: `${what} ${text}` });
  };
  if (call.sentAt >= deadline) add('late-resume', 'was sent after the timeout');
  const isFirst = changes.find(({ kind }) => kind === 'resume') === change;
  const isCommand = spec.operation === 'tem-resume' && isFirst;
  if (!isCommand && spec.onWaiting === 'stop') add('unasked-change', 'was not asked for');
  if (spec.dryRun) add('unasked-change', 'came from a dry run');

  if (!hasSeen(facts, findWaitingSince(facts, change), call)) {
    add('blind-resume', 'was sent before the job could see it wait');
  }

  const stableMs = Math.max(0, spec.stableFor * 1000 - TOLERANCE_MS);
  // A command says that the batch is good; a policy has to find out.
  const isStable = wasEver(call.sentAt - lag, call.sentAt, (time) => {
    return truth.healthyFor(revisionId, time, stableMs) >= stableMs;
  });
  const isFailing = hasJustSeenFailure(facts, revisionId, call.sentAt);
  // Lists that go back and forth may show the good moments alone, and so may looks that are as far
  // apart as a crash and the next start, where nothing counts restarts.
  const { countsRestarts, flaps, lagPods } = facts.scenario;
  const isBetweenLooks = !countsRestarts && spec.pollInterval >= 10;
  const isHidden = ((flaps && lagPods > 0) || isBetweenLooks) && !isFailing;
  if (!isCommand && !isHidden && (!isStable || isFailing))
    add('unstable-resume', 'came before it was healthy for long enough');
  return violations;
}

/** Two looks are not exactly as far apart as they should be. */
export const TOLERANCE_MS = 2_500;

function findWaitingSince({ history }: JobFacts, { at, revisionId }: OwnChange): number {
  const waiting = history.cloud.history.findLast(({ time, state }) => {
    const { phase, revision } = state.rollout;
    return time < at && revision.id === revisionId && phase === 'waiting';
  });
  return waiting?.state.rollout.phaseSince ?? Infinity;
}

function judgeRevert(facts: JobFacts, change: OwnChange): Violation[] {
  const { cancelledAt = Infinity, deadline, job } = facts;
  const { spec } = job;
  const { call, revisionId } = change;
  const violations: Violation[] = [];
  const add = (property: string, text: string) => {
    violations.push({ property, text: `${job.name}: the revert of ${revisionId} ${text}` });
  };
  if (call.phase === 'post' && call.sentAt >= job.post.startedAt + POST_LIMIT_MS) {
    add('late-revert', 'was sent when the time of post was over');
  }
  if (call.phase === 'main' && call.sentAt >= deadline + REVERT_EXTRA_MS) {
    add('late-revert', 'was sent when the time was over');
  }
  if (spec.dryRun) add('unasked-change', 'came from a dry run');
  if (isRollback(spec)) return violations;

  const isAfterCancel = call.sentAt >= cancelledAt;
  if (isAfterCancel || call.phase === 'post') {
    if (spec.onCancel !== 'revert' || !isAfterCancel) add('unasked-change', 'was not asked for');
    return violations;
  }
  if (call.sentAt >= deadline && spec.onTimeout === 'revert') return violations;
  if (spec.onFailure !== 'revert') add('unasked-change', 'was not asked for');
  else if (!findReasonToRevert(facts, revisionId, call.sentAt)) {
    add('good-reverted', 'hit a rollout that had not failed');
  }
  return violations;
}
