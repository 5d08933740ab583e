import type { Violation } from '../part.ts';
import type { JobFacts, OwnChange } from './job-facts.ts';
import { isFallBack } from './job-facts.ts';
import { isRollback } from './tem-scenario.ts';
import { hadHardFaults, hasCertainlyFailed } from './real-failures.ts';

const REVERT_EXTRA_MS = 5 * 60_000;
/** What the last call may take beyond any limit. */
const CALL_LIMIT_MS = 100_000;
const CANCEL_LIMIT_MS = 8_000;
const POST_LIMIT_MS = 200_000;

/** How a step ended: in time, with true outputs, and with nothing left that a policy promised to undo. */
export function judgeEnd(facts: JobFacts): Violation[] {
  return [...judgeTime(facts), ...judgeOutputs(facts), ...judgeWhatIsLeft(facts)];
}

function judgeTime({ cancelledAt, calls, deadline, job }: JobFacts): Violation[] {
  const { main, name, post, spec } = job;
  const violations: Violation[] = [];
  const add = (text: string) => {
    violations.push({ property: 'not-in-time', text: `${name} ${text}` });
  };
  const reverts = calls.some(({ kind, phase }) => kind === 'revert' && phase === 'main');
  const mayRevert = reverts || spec.onFailure === 'revert' || spec.onTimeout === 'revert';
  const limit = deadline + (mayRevert ? REVERT_EXTRA_MS : 0) + CALL_LIMIT_MS;
  if (main.endedAt > limit) add(`ended ${inSeconds(main.endedAt - deadline)} after its timeout`);
  if (cancelledAt !== undefined && main.endedAt > cancelledAt + CANCEL_LIMIT_MS) {
    add(`ended ${inSeconds(main.endedAt - cancelledAt)} after the cancel`);
  }
  const postMs = post.endedAt - post.startedAt;
  if (postMs > POST_LIMIT_MS) add(`took ${inSeconds(postMs)} for post`);
  const isQuiet = cancelledAt === undefined && calls.some(({ phase }) => phase === 'post');
  if (isQuiet) violations.push({ property: 'unasked-call', text: `${name}: post made calls` });
  return violations;
}

function inSeconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}

const GREEN = new Set(['succeeded', 'waiting', 'started', 'planned']);

function judgeOutputs(facts: JobFacts): Violation[] {
  const { changes, foreign, job, lag, status, truth } = facts;
  const { main, name, named, spec } = job;
  const { outputs } = main;
  const violations: Violation[] = [];
  const add = (text: string) => {
    violations.push({ property: 'untrue-output', text: `${name}: ${text}` });
  };
  const isGreen = GREEN.has(status) || (status === 'reverted' && isRollback(spec));
  if (isGreen !== (main.exitCode === 0)) add(`status ${status} with exit code ${main.exitCode}`);

  const trigger = changes.find(
    (change) => change.kind === 'trigger' && (isRollback(spec) || !isFallBack(facts, change)),
  );
  const shown = outputs['revision-id'];
  const isUnseen = trigger !== undefined && isNeverSeen(facts, trigger);
  const isKnown = facts.own.size === 1 && !isUnseen;
  if (trigger && isKnown && shown !== undefined && shown !== trigger.revisionId) {
    add(`revision-id is ${shown}, and the job started ${trigger.revisionId}`);
  }
  const isGuarded = spec.operation !== 'tem-rolling-update' && named !== '' && !trigger;
  if (isGuarded && shown !== undefined && shown !== named) {
    add(`revision-id is ${shown}, and the job was given ${named}`);
  }
  if (trigger && !isUnseen && outputs['previous-version'] !== undefined) {
    const before = truth.stateAt(trigger.at - 1).current.version;
    // Who is behind cannot know what somebody else did at the last moment.
    const since = trigger.call.sentAt - lag - 30_000;
    const isRecent = foreign.some(({ at }) => at > since && at <= trigger.at);
    const { 'previous-version': previous } = outputs;
    if (!isRecent && previous !== before) add(`previous-version is ${previous}, not ${before}`);
  }
  const isAttached = spec.operation === 'tem-wait' || spec.operation === 'tem-resume';
  if (isAttached && isKnown && outputs['previous-version'] !== undefined) {
    const { 'previous-version': previous } = outputs;
    const { rollout } = truth.stateAt(main.startedAt);
    const before = rollout.previous.version;
    if (rollout.revision.id === facts.followed && previous !== before) {
      add(`previous-version is ${previous}, not ${before}`);
    }
  }
  // What `post` sends comes after the outputs.
  const isChanged = changes.some(({ at }) => at <= main.endedAt);
  if (isChanged && outputs.changed === 'false') add('changed is false');
  return violations;
}

/** Whether the answer to a trigger got lost, and no look shows the rollout before it was replaced. */
function isNeverSeen({ calls, foreign, job }: JobFacts, { at, call }: OwnChange): boolean {
  const next = foreign.find((change) => {
    const ends = change.kind === 'trigger' || change.kind === 'revert';
    return ends && change.at > at && change.at <= job.main.endedAt;
  });
  if (call.fault === undefined || !next) return false;
  // A look is three reads, and counts only if all of them were answered.
  const parts = calls
    .filter(({ answeredAt, viewTime = -Infinity }) => {
      return answeredAt !== undefined && viewTime >= at && viewTime < next.at;
    })
    .map(({ kind }) => kind);
  return !(['info', 'detail', 'pods'] as const).every((kind) => parts.includes(kind));
}

/** How long a policy has to see, to send and to send again. */
const POLICY_MS = 90_000;

function judgeWhatIsLeft(facts: JobFacts): Violation[] {
  const { calls, cancelledAt, changes, deadline, foreign, history, job, lag, status } = facts;
  const { main, name, post, spec } = job;
  const { cloud, scenario } = history;
  if (isRollback(spec) || spec.dryRun || facts.followed === undefined) return [];
  const end = cloud.stateAt(post.endedAt);
  const { followed, truth } = facts;
  const isLeft = end.rollout.revision.id === followed && cloud.canRevert(end);
  if (!isLeft) return [];
  // What somebody else touched meanwhile may no longer be the job's to undo.
  const begunAt = changes.find(({ kind }) => kind === 'trigger')?.at ?? main.startedAt;
  if (foreign.some(({ at }) => at > begunAt && at <= post.endedAt)) return [];
  // What Info shows for 10 s counts as true: reads that are further behind show the rollout before.
  const isBehind = scenario.lagInfo > 9;
  if (isBehind && foreign.some(({ at }) => at > begunAt - lag && at <= begunAt)) return [];
  // Which of two alike rollouts is meant cannot be known.
  if (facts.own.size > 1) return [];
  // Twice lost, a revert may be given up.
  const lost = calls.filter(({ kind, fault }) => kind === 'revert' && fault !== undefined);
  if (lost.length > 1) return [];
  const isOurs = changes.some(({ kind }) => kind === 'trigger') || hasAttached(facts);
  if (!isOurs) return [];
  const couldRead = (from: number, until: number) => {
    const isFaulty = calls.some(({ fault, sentAt }) => fault && sentAt >= from && sentAt <= until);
    return !isFaulty && until - from >= POLICY_MS;
  };
  const violation = (policy: string): Violation[] => [
    {
      property: 'left-behind',
      text: `${name}: ${followed} goes on, in spite of ${policy}: revert`,
    },
  ];
  if (cancelledAt !== undefined) {
    // A trigger that is executed after `post` has looked is nobody's to find.
    const isLate = begunAt > cancelledAt + lag;
    const hasTime = !calls.some(({ fault, phase }) => fault && phase === 'post');
    return spec.onCancel === 'revert' && hasTime && !isLate ? violation('on-cancel') : [];
  }
  if (status === 'timed-out' && spec.onTimeout === 'revert') {
    return couldRead(deadline, deadline + REVERT_EXTRA_MS) ? violation('on-timeout') : [];
  }
  const hasFailed = status === 'failed' && spec.onFailure === 'revert' && !hadHardFaults(facts);
  if (!hasFailed || !hasCertainlyFailed(facts, followed, main.endedAt)) return [];
  const isReadable = couldRead(main.endedAt - POLICY_MS, main.endedAt);
  return isReadable && truth.rolloutAt(followed, main.endedAt) ? violation('on-failure') : [];
}

/** Whether a look had told the job which rollout it is about, before it was cancelled. */
function hasAttached({ calls, cancelledAt = Infinity, job }: JobFacts): boolean {
  const { operation } = job.spec;
  const looks = calls.filter(
    ({ answeredAt = Infinity, kind }) => kind === 'info' && answeredAt < cancelledAt - 1_000,
  );
  return (operation === 'tem-wait' || operation === 'tem-resume') && looks.length > 1;
}
