import { getRevertStatus } from '../../rollout/revert-tracker.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { isDeploying } from '../../rollout/snapshot.ts';
import { describeError } from '../../report/error-outcome.ts';
import type { NextStep, OperationError, Outcome } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { ApiError } from '../../tencent/api-errors.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { getErrorText } from '../../text/text-error.ts';
import type { RolloutEnd } from './follow-rollout.ts';
import { followRollout } from './follow-rollout.ts';
import { savePendingRevert } from './pending-revert.ts';
import type { RevertResult } from './revert-rollout.ts';
import { revertRollout } from './revert-rollout.ts';
import {
  describePreviousVersion,
  describeRolloutEnd,
  suggestAfterRollout,
} from './rollout-outcome.ts';
import { sendOnce } from './send-change.ts';
import type { TemContext } from './tem-context.ts';
import { withLimits } from './tem-context.ts';
import type { FollowPolicyInputs, POLICIES, PolicyInputs } from './tem-inputs.ts';
import { suggestRevertAgain } from './tem-next-steps.ts';

/** How much longer than `timeout` a revert may take. */
const REVERT_EXTRA_TIMEOUT_MS = 5 * 60_000;
/** For a read and a revert after a cancel; the client gives the response to the revert 3 s on top. */
const CANCEL_TIMEOUT_MS = 1_500;

/** Follows a rollout to its end and carries the policies out; meanwhile `post` can take over. */
export async function followToOutcome(
  tem: TemContext,
  rollout: Rollout,
  inputs: FollowPolicyInputs,
): Promise<Outcome> {
  const save = (known: Rollout) => {
    if (inputs.onCancel === 'revert') savePendingRevert(tem, known);
  };
  save(rollout);
  const end = await followRollout(tem, rollout, inputs, save);
  const outcome = await applyPolicy(tem, end, inputs);
  // A cancel of what comes after the verdict must not have the rollout reverted.
  if (outcome.status !== 'cancelled') tem.context.save(undefined);
  return outcome;
}

/** Ends a rollout whose next batch could not be started, as the policies say. */
export async function endStuckRollout(
  tem: TemContext,
  rollout: Rollout,
  error: ApiError | OperationError,
  inputs: FollowPolicyInputs,
): Promise<Outcome> {
  const outcome = await applyPolicy(tem, { ...rollout, kind: 'stuck', error }, inputs);
  tem.context.save(undefined);
  return outcome;
}

async function applyPolicy(
  tem: TemContext,
  end: RolloutEnd,
  inputs: FollowPolicyInputs,
): Promise<Outcome> {
  const outcome = describeRolloutEnd(tem, end, inputs);
  switch (end.kind) {
    case 'succeeded':
    case 'waiting':
    case 'lost':
      return outcome;
    case 'failed': {
      const { cause } = end.failure;
      const isElsewhere = cause === 'reverted' || cause === 'superseded';
      return isElsewhere ? outcome : keepOrRevert(tem, end, outcome, inputs.onFailure);
    }
    case 'stuck': {
      const isLate = outcome.status === 'timed-out';
      return keepOrRevert(tem, end, outcome, isLate ? inputs.onTimeout : inputs.onFailure);
    }
    case 'timed-out':
      return keepOrRevert(tem, end, outcome, inputs.onTimeout);
    case 'cancelled':
      return keepOrRevertAfterCancel(tem, end, outcome, inputs.onCancel);
  }
}

const REVERT_NEXT_TIME = { sentence: message('policy.next-automatic') };

/** Carries `on-failure` or `on-timeout` out; a revert that does not finish ends as its cause. */
async function keepOrRevert(
  tem: TemContext,
  rollout: Rollout,
  cause: Outcome,
  policy: PolicyInputs['onFailure'],
): Promise<Outcome> {
  if (policy === 'revert') return revertByPolicy(tem, rollout, cause);
  const usual = suggestAfterRollout(tem.target, rollout, cause.status);
  const hints = cause.status === 'failed' ? [REVERT_NEXT_TIME] : [];
  const next = cause.next.length > 0 ? cause.next : [...usual, ...hints];
  const input = cause.status === 'timed-out' ? 'on-timeout' : 'on-failure';
  return endAs(cause, describeKept(rollout, input), next);
}

function describeKept({ history, state }: Rollout, policy: (typeof POLICIES)[number]): Text {
  const { last } = history;
  const isOurs = getRevertStatus(last, state) === 'in-progress';
  const isInProgress = isOurs && isDeploying(last.application);
  return message(isInProgress ? 'policy.kept-in-progress' : 'policy.kept', { policy });
}

async function revertByPolicy(
  tem: TemContext,
  rollout: Rollout,
  { requestId = '', ...cause }: Outcome,
): Promise<Outcome> {
  const { context, target } = tem;
  const { state, history } = rollout;
  const { revisionId } = state;
  const usual = suggestAfterRollout(target, rollout, cause.status);
  const own = cause.next.length > 0 ? cause.next : usual;
  if (!revisionId) return endAs(cause, message('policy.not-rolled-back-unseen'), usual);
  // The revert is a later deciding call than the one that failed.
  setOutput(context.report, 'request-id', requestId);
  const deadline = Math.max(context.clock.now(), context.deadline) + REVERT_EXTRA_TIMEOUT_MS;
  const limited = withLimits(tem, { deadline, cancelSignal: context.cancelSignal });
  context.log.stage(
    message('policy.stage-rollback'),
    message('policy.rolling-back-because', { revision: revisionId, cause: cause.headline }),
  );
  const previousVersion = history.previous.version;
  const revert = { rollout: state, previousVersion, timeline: history.timeline };
  const result = await tryToRevert(limited, revert);
  switch (result.kind) {
    case 'reverted': {
      const version = describePreviousVersion(previousVersion);
      const headline = message('policy.rolled-back', { version, cause: cause.headline });
      return { ...cause, status: 'reverted', headline, next: [] };
    }
    case 'replaced':
      return endAs(cause, message('policy.not-rolled-back-replaced', { version: result.by }), []);
    case 'failed': {
      const failure = describeError(result.error);
      const reason = failure.headline;
      const ended = endAs(cause, message('policy.rollback-failed', { reason }), own);
      return { ...ended, requestId: failure.requestId ?? '' };
    }
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

/** The cause may have told a failure of its own, before the revert. */
function withLastFailure({ failures }: TemContext, outcome: Outcome): Outcome {
  const told = new Set(outcome.details.map(({ text }) => text));
  const last = failures.details().filter(({ text }) => !told.has(text));
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

function endAs(cause: Outcome, text: Text, next: readonly NextStep[]): Outcome {
  return { ...cause, details: [...cause.details, { text }], next };
}

/** The result, or why TEM refused the call. */
async function tryToRevert(
  ...parameters: Parameters<typeof revertRollout>
): Promise<RevertResult | { readonly kind: 'failed'; readonly error: ApiError }> {
  try {
    return await revertRollout(...parameters);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { kind: 'failed', error };
  }
}

/** After a cancel there is time to request a rollback, not to wait for it: `post` confirms it. */
async function keepOrRevertAfterCancel(
  tem: TemContext,
  rollout: Rollout,
  outcome: Outcome,
  policy: PolicyInputs['onCancel'],
): Promise<Outcome> {
  if (policy === 'keep') {
    return endAs(outcome, describeKept(rollout, 'on-cancel'), outcome.next);
  }
  if (!rollout.state.revisionId) {
    return endAs(outcome, message('policy.cancel-left'), outcome.next);
  }
  const { clock, report } = tem.context;
  const deadline = clock.now() + CANCEL_TIMEOUT_MS;
  const limited = withLimits(tem, { deadline, cancelSignal: clock.timeout(CANCEL_TIMEOUT_MS) });
  let { history } = rollout;
  let sentence: Text;
  try {
    const last = await limited.reader();
    history = { ...history, last };
    report.last = last;
    sentence = await sendAfterCancel(limited, rollout, last);
  } catch (error) {
    sentence = message('policy.cancel-not-sent', { reason: getErrorText(error) });
  }
  const next = suggestAfterRollout(tem.target, { ...rollout, history }, 'cancelled');
  return endAs(outcome, sentence, next);
}

const AFTER_CANCEL = {
  accepted: message('policy.cancel-accepted'),
  refused: message('policy.cancel-rejected'),
  unknown: message('policy.cancel-unclear'),
  'not-current': message('policy.cancel-foreign'),
  over: message('policy.cancel-over'),
} as const;

/** Sends the revert where there is something to revert; gives the result in a sentence. */
async function sendAfterCancel(
  tem: TemContext,
  rollout: Rollout,
  snapshot: Snapshot,
): Promise<Text> {
  const status = getRevertStatus(snapshot, rollout.state);
  if (status === 'not-current' || status === 'over') return AFTER_CANCEL[status];
  const send = () => tem.api.revertDeployApplication(tem.target);
  const { kind } = status === 'reverting' ? IN_PROGRESS : await sendOnce(tem, { send });
  savePendingRevert(tem, rollout, kind === 'accepted');
  return AFTER_CANCEL[kind];
}

const IN_PROGRESS = { kind: 'accepted' } as const;
