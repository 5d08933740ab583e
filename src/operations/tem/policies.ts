import { podsOf, reason } from '../../rollout/pods.ts';
import { standingOf } from '../../rollout/revert-tracker.ts';
import { isDeploying } from '../../rollout/snapshot.ts';
import type { Watch } from '../../rollout/rollout-tracker.ts';
import { CallError } from '../../tencent/api-errors.ts';
import type { NextStep, Outcome, Status } from '../../report/outcome.ts';
import { outcome } from '../../report/outcome.ts';
import { describeFailure, messageOf } from '../../report/error-outcome.ts';
import {
  adviseResume,
  adviseRevert,
  adviseRevertAgain,
  adviseRollback,
  adviseWait,
} from './tem-next-steps.ts';
import type { Ending, FollowInputs } from './follow-rollout.ts';
import { savePendingRevert } from './pending-revert.ts';
import type { TakingBack } from './revert-rollout.ts';
import { sendRevert, takeBack } from './revert-rollout.ts';
import type { Session } from './tem-context.ts';
import { withCall } from './tem-context.ts';
import { duration } from '../../text/format.ts';
import { follow } from './follow-rollout.ts';

type Policy = 'keep' | 'revert';

export interface ConcludeInputs {
  /** Milliseconds. */
  readonly timeout: number;
  readonly failureGrace: number;
  readonly onFailure: Policy;
  readonly onTimeout: Policy;
  readonly onCancel: Policy;
}

/** How much longer than `timeout` a revert may take. */
const REVERT_EXTRA_MS = 5 * 60_000;
/** What a look and a revert get after a cancel; the client gives the revert's answer 3 s on top. */
const CANCEL_MS = 1_500;

/** Turns the end of a rollout into the end of the step, reverting where a policy says so. */
export async function conclude(
  session: Session,
  ending: Ending,
  inputs: ConcludeInputs,
): Promise<Outcome> {
  const { watch } = ending;
  const { target } = session;
  switch (ending.kind) {
    case 'succeeded':
      return outcome('succeeded', movedTo(session));
    case 'waiting':
      return outcome('waiting', `${nameOf(session)} waits for confirmation`, {
        next: [adviseResume(target, watch.revisionId), adviseRevert(target, watch.revisionId)],
      });
    case 'failed': {
      const { headline, details } = failureInWords(session, ending, inputs);
      const isTheirs = ending.failure.cause === 'reverted' || ending.failure.cause === 'superseded';
      const policy = isTheirs ? 'none' : inputs.onFailure;
      return undo(session, watch, outcome('failed', headline, { details }), policy);
    }
    case 'timed-out': {
      const headline = `no verdict within ${duration(inputs.timeout)} (timeout)`;
      const details = notHealthyYet(session, watch);
      return undo(session, watch, outcome('timed-out', headline, { details }), inputs.onTimeout);
    }
    case 'stuck':
      return undo(session, watch, ending.cause, inputs.onFailure);
    case 'lost':
      return {
        ...ending.cause,
        details: [...ending.cause.details, 'The rollout goes on without this step.'],
        next: adviseAfter(session, watch, 'timed-out'),
      };
    case 'cancelled':
      return cancel(session, watch, inputs.onCancel);
  }
}

/** Carries `on-failure` or `on-timeout` out; a revert that does not finish ends by its cause. */
async function undo(
  session: Session,
  watch: Watch,
  cause: Outcome,
  policy: Policy | 'none',
): Promise<Outcome> {
  if (policy === 'none') return cause;
  const usual = adviseAfter(session, watch, cause.status);
  const ending = (sentence: string, next: readonly NextStep[] = usual): Outcome => {
    return { ...cause, details: [...cause.details, sentence], next };
  };
  const own = cause.next.length > 0 ? cause.next : undefined;
  if (policy === 'keep') {
    const hints = cause.status === 'failed' ? [BY_ITSELF] : [];
    return ending('The rollout was left as it is.', own ?? [...usual, ...hints]);
  }
  if (!watch.revisionId) return ending('Nothing was taken back: its revision never showed.');
  const deadline = Math.max(session.clock.now(), session.deadline) + REVERT_EXTRA_MS;
  const call = session.reconnect({ deadline, signal: session.signal });
  session.log.stage('Revert', `${watch.revisionId} is taken back: ${cause.headline}`);
  const ended = await tryTakeBack({ ...withCall(session, call), deadline }, watch.revisionId);
  if (typeof ended !== 'string') return ending(`The revert failed. ${ended.headline}`, own);
  if (ended === 'reverted') {
    const headline = `back on ${versionBefore(session)}: ${cause.headline}`;
    return outcome('reverted', headline, { details: cause.details });
  }
  const sentence = NOT_TAKEN_BACK[ended];
  if (ended === 'not-ours') return ending(sentence, []);
  if (ended === 'over') return ending(sentence);
  const again = [adviseRevertAgain(session.target, watch.revisionId)];
  return ending(sentence, ended === 'unfinished' ? again : own);
}

const BY_ITSELF = { sentence: 'Or let the next run do it by itself: on-failure: revert' };

const NOT_TAKEN_BACK: Readonly<Record<Exclude<TakingBack, 'reverted'>, string>> = {
  refused: 'TEM refused the revert: the rollout is as it was.',
  unfinished: 'The revert was sent and has not finished in time.',
  'not-ours': 'Nothing was taken back: another revision is current.',
  over: 'Nothing was taken back: the rollout is over, and TEM reverts only what is under way.',
  unread: 'Nothing was taken back: the application could not be read.',
};

/** What came of it, or the failure of a call. */
async function tryTakeBack(session: Session, revisionId: string): Promise<TakingBack | Outcome> {
  try {
    return await takeBack(session, revisionId);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return describeFailure(error);
  }
}

const AFTER_CANCEL = {
  accepted: 'The rollout is being taken back.',
  refused: 'TEM refused to take the rollout back; the end of the job tries again.',
  unclear: 'It is not known whether the revert arrived; the end of the job looks.',
} as const;

/** After a cancel there is time to send a revert, not to wait for it: `post` confirms it. */
async function cancel(session: Session, watch: Watch, policy: Policy): Promise<Outcome> {
  const cancelled = (sentence: string) =>
    outcome('cancelled', 'the job was cancelled', {
      details: [sentence],
      next: adviseAfter(session, watch, 'cancelled'),
    });
  if (policy === 'keep') return cancelled('The rollout was left as it is.');
  if (!watch.revisionId) return cancelled('The revert is left to the end of the job.');
  const deadline = session.clock.now() + CANCEL_MS;
  const call = session.reconnect({ deadline, signal: session.clock.timeout(CANCEL_MS) });
  try {
    return cancelled(await sendAfterCancel(withCall(session, call), watch));
  } catch (error) {
    const why = messageOf(error);
    return cancelled(`The revert could not be sent (${why}); the end of the job tries again.`);
  }
}

/** What it came to, in a sentence. */
async function sendAfterCancel(session: Session, watch: Watch): Promise<string> {
  const snapshot = await session.look();
  session.report.last = snapshot;
  const standing = standingOf(snapshot, watch.revisionId);
  if (standing === 'not-ours' || standing === 'over') {
    return `${NOT_TAKEN_BACK[standing]} The end of the job looks again.`;
  }
  const answer = standing === 'reverting' ? 'accepted' : await sendRevert(session);
  savePendingRevert(session, watch, answer === 'accepted');
  return AFTER_CANCEL[answer];
}

/**
 * What deploys no more cannot be reverted: the version before comes back by a rollout of its own.
 * Another revision than ours is nobody's to take back.
 */
function adviseTakingBack({ report, target }: Session, revisionId: string): NextStep[] {
  const { last, outputs } = report;
  if (!last) return [adviseRevert(target, revisionId)];
  if (standingOf(last, revisionId) === 'not-ours') return [];
  if (isDeploying(last.application)) return [adviseRevert(target, revisionId)];
  const rollback = adviseRollback(target, {
    version: outputs['previous-version'] ?? '',
    packageName: outputs['previous-package-name'] ?? '',
  });
  return [rollback];
}

function adviseAfter(session: Session, { revisionId }: Watch, status: Status): NextStep[] {
  const revert = adviseTakingBack(session, revisionId);
  return status === 'failed' ? revert : [adviseWait(session.target, revisionId), ...revert];
}

interface Words {
  readonly headline: string;
  readonly details: readonly string[];
}

function failureInWords(
  session: Session,
  { failure, watch }: Extract<Ending, { kind: 'failed' }>,
  inputs: ConcludeInputs,
): Words {
  const grace = duration(inputs.failureGrace);
  switch (failure.cause) {
    case 'status':
      return {
        headline: `the cloud calls the rollout "${failure.status}"`,
        details: [
          ...(failure.message ? [`The cloud says:  ${failure.message}`] : []),
          ...notHealthyYet(session, watch),
        ],
      };
    case 'pods':
      return {
        headline: `${failingInstances(failure.pods.length)} for longer than failure-grace (${grace})`,
        details: failure.pods.map(podLine),
      };
    case 'reverted':
      return { headline: 'somebody took the rollout back', details: [] };
    case 'superseded':
      return { headline: `another revision has taken its place: ${failure.by}`, details: [] };
  }
}

function failingInstances(count: number): string {
  return count === 1 ? '1 new instance fails' : `${count} new instances fail`;
}

type ReportedPod = Parameters<typeof reason>[0];

function podLine(pod: ReportedPod): string {
  const restarts = `${pod.restartCount} restart${pod.restartCount === 1 ? '' : 's'}`;
  return `${pod.podId}: ${reason(pod)}${pod.restartCount > 0 ? `, ${restarts}` : ''}`;
}

/** The new pods that are not healthy at the last look, and why. */
function notHealthyYet({ report: { last } }: Session, { revisionId }: Watch): string[] {
  const pods = last ? podsOf(last, revisionId) : [];
  return pods.filter((pod) => reason(pod) !== '').map(podLine);
}

function nameOf({ report, target }: Session): string {
  return report.last?.application.applicationName || target.applicationId;
}

function versionBefore({ report }: Session): string {
  return report.outputs['previous-version'] ?? 'the version before';
}

function movedTo(session: Session): string {
  const version = session.report.last?.application.deployVersion || 'the new version';
  const before = session.report.outputs['previous-version'] ?? '';
  const past = before && before !== version ? ` (before: ${before})` : '';
  return `${nameOf(session)} is on ${version}${past}`;
}

/** Follows a rollout to its end and concludes; while that lasts, `post` can take over. */
export async function followToVerdict(
  session: Session,
  watch: Watch,
  inputs: FollowInputs & ConcludeInputs,
): Promise<Outcome> {
  if (inputs.onCancel === 'revert') savePendingRevert(session, watch);
  const ending = await follow(session, watch, inputs);
  const ended = await conclude(session, ending, inputs);
  // What comes after the verdict must not have the rollout taken back when it is cancelled.
  if (ended.status !== 'cancelled') session.save(undefined);
  return ended;
}
