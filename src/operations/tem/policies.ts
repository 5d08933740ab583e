import type { Rollout } from '../../rollout/rollout-history.ts';
import { describeError } from '../../report/error-outcome.ts';
import type { Outcome, Status } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { ApiError, formatFailure } from '../../tencent/api-errors.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { describeLastFailure } from '../last-failure.ts';
import { keepOrRevertAfterCancel } from './cancel-policy.ts';
import type { FallBackResult } from './fall-back.ts';
import { fallBack, findFallBack } from './fall-back.ts';
import { completeRollout } from './find-revision.ts';
import type { RolloutEnd } from './follow-rollout.ts';
import { describeKept, endAs } from './kept-rollout.ts';
import { describeRedeploy } from './redeploy.ts';
import type { RevertResult } from './revert-rollout.ts';
import { followRevert, isRefusal, startRevert, toRevertTarget } from './revert-rollout.ts';
import {
  describePreviousVersion,
  describeRolloutEnd,
  suggestAfterRollout,
} from './rollout-outcome.ts';
import type { TemContext } from './tem-context.ts';
import { withLimits } from './tem-context.ts';
import type { FollowPolicyInputs } from './tem-declarations.ts';
import { suggestRevertAgain, suggestWait } from './tem-next-steps.ts';

/** How much longer than `timeout` a revert may take. */
const REVERT_EXTRA_TIMEOUT_MS = 5 * 60_000;

type Policy = 'onFailure' | 'onTimeout';

/** Returns the outcome of a rollout, after the policies were carried out. */
export async function endRollout(
  tem: TemContext,
  end: RolloutEnd,
  inputs: FollowPolicyInputs,
): Promise<Outcome> {
  const described = describeRolloutEnd(tem, end, inputs);
  if (end.kind === 'cancelled') {
    return keepOrRevertAfterCancel(tem, end, described, inputs.onCancel);
  }
  const policy = choosePolicy(end, described.status);
  const outcome = policy ? await keepOrRevert(tem, end, described, inputs, policy) : described;
  // A cancel after the verdict must not revert the rollout.
  tem.context.save(undefined);
  return outcome;
}

/** Returns the policy for the end of a rollout; `undefined` if there is nothing to roll back. */
function choosePolicy(end: RolloutEnd, status: Status): Policy | undefined {
  switch (end.kind) {
    case 'failed': {
      const { cause } = end.failure;
      return cause === 'reverted' || cause === 'superseded' ? undefined : 'onFailure';
    }
    case 'unverified':
      return 'onFailure';
    case 'stuck':
    case 'timed-out':
      return status === 'timed-out' ? 'onTimeout' : 'onFailure';
    case 'succeeded':
    case 'waiting':
    case 'lost':
    case 'cancelled':
      return undefined;
  }
}

const REVERT_NEXT_TIME = { sentence: message('policy.next-automatic') };

/**
 * Carries out `on-failure` or `on-timeout`. If the revert does not finish, the step ends with the
 * original outcome.
 */
async function keepOrRevert(
  tem: TemContext,
  rollout: Rollout,
  cause: Outcome,
  inputs: FollowPolicyInputs,
  policy: Policy,
): Promise<Outcome> {
  if (inputs[policy] === 'revert') return revertByPolicy(tem, rollout, cause, inputs);
  const usual = suggestAfterRollout(tem.target, rollout, cause.status);
  const hints = cause.status === 'failed' ? [REVERT_NEXT_TIME] : [];
  const next = cause.next.length > 0 ? cause.next : [...usual, ...hints];
  const input = policy === 'onTimeout' ? 'on-timeout' : 'on-failure';
  return endAs(cause, describeKept(rollout, input), next);
}

async function revertByPolicy(
  tem: TemContext,
  rollout: Rollout,
  { requestId = '', ...cause }: Outcome,
  inputs: FollowPolicyInputs,
): Promise<Outcome> {
  const { context, target } = tem;
  const { state, history } = rollout;
  const { revisionId } = state;
  const usual = suggestAfterRollout(target, rollout, cause.status);
  const own = cause.next.length > 0 ? cause.next : usual;
  if (!revisionId) return endAs(cause, message('policy.not-rolled-back-unseen'), usual);
  // The output should name the revert's request, which is later than the failed one.
  setOutput(context.report, 'request-id', requestId);
  const deadline = Math.max(context.clock.now(), context.deadline) + REVERT_EXTRA_TIMEOUT_MS;
  const limited = withLimits(tem, { deadline, cancelSignal: context.cancelSignal });
  context.log.stage(
    message('policy.stage-rollback'),
    message('policy.rolling-back-because', { revision: revisionId, cause: cause.headline }),
  );
  const result = await revertOrFallBack(limited, rollout, inputs);
  switch (result.kind) {
    case 'restored':
    case 'reverted': {
      const restored = result.kind === 'restored' ? result.version : history.previous.version;
      const version = describePreviousVersion(restored);
      const headline = message('policy.rolled-back', { version, cause: cause.headline });
      return { ...cause, status: 'reverted', headline, next: [] };
    }
    case 'replaced':
      return endAs(cause, message('policy.not-rolled-back-replaced', { version: result.by }), []);
    case 'rejected': {
      const failure = describeError(result.error);
      const reason = failure.headline;
      const ended = endAs(cause, message('policy.rollback-failed', { reason }), own);
      return { ...ended, requestId: failure.requestId ?? '' };
    }
    case 'failed': {
      const { reason } = result;
      return withLastFailure(tem, endAs(cause, message('policy.rollback-failed', { reason }), []));
    }
    case 'in-progress': {
      const { revisionId: next, version } = result;
      const text = message('policy.rollback-in-progress', { version });
      const wait = [suggestWait(target, next)];
      return withLastFailure(tem, endAs(cause, text, wait));
    }
    case 'impossible':
      return endAs(cause, message('policy.rollback-impossible'), usual);
    case 'unfinished': {
      const again = [suggestRevertAgain(target, revisionId)];
      return withLastFailure(tem, endAs(cause, NOT_REVERTED[result.kind], again));
    }
    case 'not-current':
      return endAs(cause, NOT_REVERTED[result.kind], []);
    case 'over':
      return endAs(cause, NOT_REVERTED[result.kind], usual);
    case 'refused':
      return endAs(cause, NOT_REVERTED[result.kind], own);
    case 'unknown':
    case 'unread':
      return withLastFailure(tem, endAs(cause, NOT_REVERTED[result.kind], own));
  }
}

/** Adds the last failure, unless the outcome from before the revert reports it already. */
function withLastFailure({ context }: TemContext, outcome: Outcome): Outcome {
  const reported = new Set(outcome.details.map(({ text }) => text));
  const last = describeLastFailure(context).filter(({ text }) => !reported.has(text));
  return { ...outcome, details: [...outcome.details, ...last] };
}

type NotReverted = Exclude<RevertResult['kind'], 'reverted' | 'replaced'>;

const NOT_REVERTED: Readonly<Record<NotReverted, Text>> = {
  refused: message('policy.rollback-rejected'),
  unknown: message('policy.rollback-unclear'),
  unfinished: message('policy.rollback-unfinished'),
  'not-current': message('policy.not-rolled-back-foreign'),
  over: message('policy.not-rolled-back-over'),
  unread: message('policy.not-rolled-back-unread'),
};

type PolicyResult = FallBackResult | { readonly kind: 'rejected'; readonly error: ApiError };

/**
 * Reverts the rollout. If TEM reports it as ended, or refuses the revert, it deploys the previous
 * version again.
 */
async function revertOrFallBack(
  tem: TemContext,
  rollout: Rollout,
  inputs: FollowPolicyInputs,
): Promise<PolicyResult> {
  const result = await tryToRevert(tem, rollout);
  const reason = getRefusal(result);
  if (result.kind !== 'over' && reason === undefined) return result;
  if (findFallBack(rollout)) {
    const text = describeRedeploy(rollout.history.previous.version, reason);
    tem.context.log.stage(message('policy.stage-rollback'), text);
  }
  const fallen = await fallBack(tem, rollout, inputs);
  const isBetterKnown = fallen.kind === 'impossible' || fallen.kind === 'refused';
  return isBetterKnown && result.kind !== 'over' ? result : fallen;
}

/** Returns why TEM refused the revert; `undefined` if it did not. */
function getRefusal(result: PolicyResult): Text | undefined {
  if (result.kind === 'refused') return result.reason;
  return result.kind === 'rejected' && isRefusal(result.error)
    ? formatFailure(result.error)
    : undefined;
}

/** Returns the result of the revert, or the error with which TEM rejected it. */
async function tryToRevert(tem: TemContext, rollout: Rollout): Promise<PolicyResult> {
  try {
    const started = await startRevert(tem, rollout.state);
    if (started.kind !== 'started') return started;
    const reverted = completeRollout(tem.context.report, rollout, started.checked);
    const end = await followRevert(tem, toRevertTarget(reverted), 'auto');
    if (end.kind !== 'reverted') return end;
    return { kind: 'restored', version: reverted.history.previous.version };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { kind: 'rejected', error };
  }
}
