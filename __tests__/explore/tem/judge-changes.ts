import type { Violation } from '../part.ts';
import type { JobFacts, OwnChange } from './job-facts.ts';
import { findReasonToRevert } from './real-failures.ts';
import { wasEver } from './tem-truth.ts';

const REVERT_EXTRA_MS = 5 * 60_000;
const POST_LIMIT_MS = 3 * 60_000;

/** What a job did to the cloud: only what it was asked for, to what is its own, once and in time. */
export function judgeChanges(facts: JobFacts): Violation[] {
  return [
    ...judgeTriggers(facts),
    ...facts.changes.flatMap((change) => [
      ...judgeTarget(facts, change),
      ...(change.kind === 'resume' ? judgeResume(facts, change) : []),
      ...(change.kind === 'revert' ? judgeRevert(facts, change) : []),
    ]),
  ];
}

function judgeTriggers({ changes, calls, deadline, job, scenario }: JobFacts): Violation[] {
  const { spec } = job;
  const triggers = changes.filter(({ kind }) => kind === 'trigger');
  const violations: Violation[] = [];
  if (triggers.length > 1) {
    violations.push({ property: 'twice', text: `${job.name} started ${triggers.length} rollouts` });
  }
  const isAllowed = spec.operation === 'tem-rolling-update' && !spec.dryRun;
  if (!isAllowed && triggers.length > 0) {
    violations.push({ property: 'unasked-change', text: `${job.name} started a rollout` });
  }
  if (calls.some(({ kind, sentAt }) => kind === 'trigger' && sentAt >= deadline)) {
    violations.push({ property: 'late-trigger', text: `${job.name} triggered after the timeout` });
  }
  const pauses = countPauses(spec.strategy, spec.batches, scenario.instances);
  const plannedPause = pauses * spec.intervalSeconds;
  if (triggers.length > 0 && spec.onTimeout === 'revert' && plannedPause >= spec.timeout) {
    const text = `${job.name} started a rollout whose pauses take ${plannedPause} s of ${spec.timeout} s`;
    violations.push({ property: 'planned-pause', text });
  }
  return violations;
}

/** The pauses that a rollout makes by itself, however many instances there are. */
function countPauses(strategy: string, batches: number, instances: number): number {
  if (strategy !== 'AUTO' && strategy !== 'BETA') return 0;
  return Math.max(0, Math.min(batches, strategy === 'BETA' ? instances - 1 : instances) - 1);
}

function judgeTarget({ job, own }: JobFacts, { kind, revisionId }: OwnChange): Violation[] {
  if (kind !== 'revert' && kind !== 'resume') return [];
  if (own.has(revisionId)) return [];
  const text = `${job.name}: ${kind} hit ${revisionId}, which is not its own`;
  return [{ property: `foreign-${kind}`, text }];
}

function judgeResume(facts: JobFacts, change: OwnChange): Violation[] {
  const { calls, changes, deadline, job, lag, truth } = facts;
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
  if (!isCommand && spec.onWaiting !== 'resume') add('unasked-change', 'was not asked for');
  if (spec.dryRun) add('unasked-change', 'came from a dry run');

  const waitsSince = findWaitingSince(facts, change);
  const hasSeen = calls.some(
    ({ kind, viewTime = 0, answeredAt = Infinity }) =>
      (kind === 'info' || kind === 'detail') && viewTime >= waitsSince && answeredAt <= call.sentAt,
  );
  if (!hasSeen) add('blind-resume', 'was sent before the job could see it wait');

  const stableMs = Math.max(0, spec.stableFor * 1000 - TOLERANCE_MS);
  // A command says that the batch is good; a policy has to find out.
  const isStable = wasEver(call.sentAt - lag, call.sentAt, (time) => {
    return truth.healthyFor(revisionId, time, stableMs) >= stableMs;
  });
  if (!isCommand && !isStable) add('unstable-resume', 'came before it was healthy for long enough');
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
  if (spec.operation === 'tem-revert') return violations;

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
