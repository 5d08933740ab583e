import { getRevisionPods, getUnhealthyReason } from '../../rollout/pods.ts';
import { getRevertStatus } from '../../rollout/revert-tracker.ts';
import { isDeploying } from '../../rollout/snapshot.ts';
import type { RolloutState } from '../../rollout/rollout-tracker.ts';
import { ApiError } from '../../tencent/api-errors.ts';
import type { NextStep, Outcome, Status } from '../../report/outcome.ts';
import { createOutcome } from '../../report/outcome.ts';
import { describeError, getErrorMessage } from '../../report/error-outcome.ts';
import {
  suggestResume,
  suggestRevert,
  suggestRevertAgain,
  suggestRedeploy,
  suggestWait,
} from './tem-next-steps.ts';
import type { RolloutEnd, FollowInputs } from './follow-rollout.ts';
import { savePendingRevert } from './pending-revert.ts';
import type { RevertResult } from './revert-rollout.ts';
import { sendRevert, revertRollout } from './revert-rollout.ts';
import type { TemContext } from './tem-context.ts';
import { withCall } from './tem-context.ts';
import { formatDuration } from '../../text/format.ts';
import { followRollout } from './follow-rollout.ts';

type Policy = 'keep' | 'revert';

export interface PolicyInputs {
  /** Milliseconds. */
  readonly timeout: number;
  readonly failureGrace: number;
  readonly onFailure: Policy;
  readonly onTimeout: Policy;
  readonly onCancel: Policy;
}

/** How much longer than `timeout` a revert may take. */
const REVERT_EXTRA_TIMEOUT_MS = 5 * 60_000;
/** What a look and a revert get after a cancel; the client gives the revert's answer 3 s on top. */
const CANCEL_TIMEOUT_MS = 1_500;

/** Turns the end of a rollout into the end of the step, reverting where a policy says so. */
export async function applyPolicy(
  context: TemContext,
  ending: RolloutEnd,
  inputs: PolicyInputs,
): Promise<Outcome> {
  const { watch: state } = ending;
  const { target } = context;
  switch (ending.kind) {
    case 'succeeded':
      return createOutcome('succeeded', movedTo(context));
    case 'waiting':
      return createOutcome('waiting', `${getApplicationName(context)} waits for confirmation`, {
        next: [suggestResume(target, state.revisionId), suggestRevert(target, state.revisionId)],
      });
    case 'failed': {
      const { headline, details } = failureInWords(context, ending, inputs);
      const isTheirs = ending.failure.cause === 'reverted' || ending.failure.cause === 'superseded';
      const policy = isTheirs ? 'none' : inputs.onFailure;
      return revertByPolicy(context, state, createOutcome('failed', headline, { details }), policy);
    }
    case 'timed-out': {
      const headline = `no verdict within ${formatDuration(inputs.timeout)} (timeout)`;
      const details = notHealthyYet(context, state);
      return revertByPolicy(
        context,
        state,
        createOutcome('timed-out', headline, { details }),
        inputs.onTimeout,
      );
    }
    case 'stuck':
      return revertByPolicy(context, state, ending.cause, inputs.onFailure);
    case 'lost':
      return {
        ...ending.cause,
        details: [...ending.cause.details, 'The rollout goes on without this step.'],
        next: suggestAfter(context, state, 'timed-out'),
      };
    case 'cancelled':
      return cancel(context, state, inputs.onCancel);
  }
}

/** Carries `on-failure` or `on-timeout` out; a revert that does not finish ends by its cause. */
async function revertByPolicy(
  context: TemContext,
  state: RolloutState,
  cause: Outcome,
  policy: Policy | 'none',
): Promise<Outcome> {
  if (policy === 'none') return cause;
  const usual = suggestAfter(context, state, cause.status);
  const ending = (sentence: string, next: readonly NextStep[] = usual): Outcome => {
    return { ...cause, details: [...cause.details, sentence], next };
  };
  const own = cause.next.length > 0 ? cause.next : undefined;
  if (policy === 'keep') {
    const hints = cause.status === 'failed' ? [BY_ITSELF] : [];
    return ending('The rollout was left as it is.', own ?? [...usual, ...hints]);
  }
  if (!state.revisionId) return ending('Nothing was taken back: its revision never showed.');
  const deadline = Math.max(context.clock.now(), context.deadline) + REVERT_EXTRA_TIMEOUT_MS;
  const call = context.reconnect({ deadline, signal: context.cancelSignal });
  context.log.stage('Revert', `${state.revisionId} is taken back: ${cause.headline}`);
  const ended = await tryRevert({ ...withCall(context, call), deadline }, state.revisionId);
  if (typeof ended !== 'string') return ending(`The revert failed. ${ended.headline}`, own);
  if (ended === 'reverted') {
    const headline = `back on ${versionBefore(context)}: ${cause.headline}`;
    return createOutcome('reverted', headline, { details: cause.details });
  }
  const sentence = NOT_REVERTED[ended];
  if (ended === 'not-ours') return ending(sentence, []);
  if (ended === 'over') return ending(sentence);
  const again = [suggestRevertAgain(context.target, state.revisionId)];
  return ending(sentence, ended === 'unfinished' ? again : own);
}

const BY_ITSELF = { sentence: 'Or let the next run do it by itself: on-failure: revert' };

const NOT_REVERTED: Readonly<Record<Exclude<RevertResult, 'reverted'>, string>> = {
  refused: 'TEM refused the revert: the rollout is as it was.',
  unfinished: 'The revert was sent and has not finished in time.',
  'not-ours': 'Nothing was taken back: another revision is current.',
  over: 'Nothing was taken back: the rollout is over, and TEM reverts only what is under way.',
  unread: 'Nothing was taken back: the application could not be read.',
};

/** What came of it, or the failure of a call. */
async function tryRevert(context: TemContext, revisionId: string): Promise<RevertResult | Outcome> {
  try {
    return await revertRollout(context, revisionId);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return describeError(error);
  }
}

const AFTER_CANCEL = {
  accepted: 'The rollout is being taken back.',
  refused: 'TEM refused to take the rollout back; the end of the job tries again.',
  unclear: 'It is not known whether the revert arrived; the end of the job looks.',
} as const;

/** After a cancel there is time to send a revert, not to wait for it: `post` confirms it. */
async function cancel(context: TemContext, state: RolloutState, policy: Policy): Promise<Outcome> {
  const cancelled = (sentence: string) =>
    createOutcome('cancelled', 'the job was cancelled', {
      details: [sentence],
      next: suggestAfter(context, state, 'cancelled'),
    });
  if (policy === 'keep') return cancelled('The rollout was left as it is.');
  if (!state.revisionId) return cancelled('The revert is left to the end of the job.');
  const deadline = context.clock.now() + CANCEL_TIMEOUT_MS;
  const call = context.reconnect({ deadline, signal: context.clock.timeout(CANCEL_TIMEOUT_MS) });
  try {
    return cancelled(await sendAfterCancel(withCall(context, call), state));
  } catch (error) {
    const why = getErrorMessage(error);
    return cancelled(`The revert could not be sent (${why}); the end of the job tries again.`);
  }
}

/** What it came to, in a sentence. */
async function sendAfterCancel(context: TemContext, state: RolloutState): Promise<string> {
  const snapshot = await context.reader();
  context.report.last = snapshot;
  const standing = getRevertStatus(snapshot, state.revisionId);
  if (standing === 'not-ours' || standing === 'over') {
    return `${NOT_REVERTED[standing]} The end of the job looks again.`;
  }
  const answer = standing === 'reverting' ? 'accepted' : await sendRevert(context);
  savePendingRevert(context, state, answer === 'accepted');
  return AFTER_CANCEL[answer];
}

/**
 * What deploys no more cannot be reverted: the version before comes back by a rollout of its own.
 * Another revision than ours is nobody's to take back.
 */
function suggestRevertOrRedeploy({ report, target }: TemContext, revisionId: string): NextStep[] {
  const { last, outputs } = report;
  if (!last) return [suggestRevert(target, revisionId)];
  if (getRevertStatus(last, revisionId) === 'not-ours') return [];
  if (isDeploying(last.application)) return [suggestRevert(target, revisionId)];
  const rollback = suggestRedeploy(target, {
    version: outputs['previous-version'] ?? '',
    packageName: outputs['previous-package-name'] ?? '',
  });
  return [rollback];
}

function suggestAfter(
  context: TemContext,
  { revisionId }: RolloutState,
  status: Status,
): NextStep[] {
  const revert = suggestRevertOrRedeploy(context, revisionId);
  return status === 'failed' ? revert : [suggestWait(context.target, revisionId), ...revert];
}

interface Words {
  readonly headline: string;
  readonly details: readonly string[];
}

function failureInWords(
  context: TemContext,
  { failure, watch: state }: Extract<RolloutEnd, { kind: 'failed' }>,
  inputs: PolicyInputs,
): Words {
  const grace = formatDuration(inputs.failureGrace);
  switch (failure.cause) {
    case 'status':
      return {
        headline: `the cloud calls the rollout "${failure.status}"`,
        details: [
          ...(failure.message ? [`The cloud says:  ${failure.message}`] : []),
          ...notHealthyYet(context, state),
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

type ReportedPod = Parameters<typeof getUnhealthyReason>[0];

function podLine(pod: ReportedPod): string {
  const restarts = `${pod.restartCount} restart${pod.restartCount === 1 ? '' : 's'}`;
  return `${pod.podId}: ${getUnhealthyReason(pod)}${pod.restartCount > 0 ? `, ${restarts}` : ''}`;
}

/** The new pods that are not healthy at the last look, and why. */
function notHealthyYet({ report: { last } }: TemContext, { revisionId }: RolloutState): string[] {
  const pods = last ? getRevisionPods(last, revisionId) : [];
  return pods.filter((pod) => getUnhealthyReason(pod) !== '').map(podLine);
}

function getApplicationName({ report, target }: TemContext): string {
  return report.last?.application.applicationName || target.applicationId;
}

function versionBefore({ report }: TemContext): string {
  return report.outputs['previous-version'] ?? 'the version before';
}

function movedTo(context: TemContext): string {
  const version = context.report.last?.application.deployVersion || 'the new version';
  const before = context.report.outputs['previous-version'] ?? '';
  const past = before && before !== version ? ` (before: ${before})` : '';
  return `${getApplicationName(context)} is on ${version}${past}`;
}

/** Follows a rollout to its end and concludes; while that lasts, `post` can take over. */
export async function followToOutcome(
  context: TemContext,
  state: RolloutState,
  inputs: FollowInputs & PolicyInputs,
): Promise<Outcome> {
  if (inputs.onCancel === 'revert') savePendingRevert(context, state);
  const ending = await followRollout(context, state, inputs);
  const ended = await applyPolicy(context, ending, inputs);
  // What comes after the verdict must not have the rollout taken back when it is cancelled.
  if (ended.status !== 'cancelled') context.save(undefined);
  return ended;
}
