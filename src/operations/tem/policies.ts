import { getRevertStatus } from '../../rollout/revert-tracker.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { describeError, getErrorMessage } from '../../report/error-outcome.ts';
import type { NextStep, OperationError, Outcome } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { ApiError } from '../../tencent/api-errors.ts';
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
import type { FollowPolicyInputs, PolicyInputs } from './tem-inputs.ts';
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

const REVERT_BY_ITSELF = { sentence: 'Or let the next run do it by itself: on-failure: revert' };

/** Carries `on-failure` or `on-timeout` out; a revert that does not finish ends as its cause. */
async function keepOrRevert(
  tem: TemContext,
  rollout: Rollout,
  cause: Outcome,
  policy: PolicyInputs['onFailure'],
): Promise<Outcome> {
  if (policy === 'revert') return revertByPolicy(tem, rollout, cause);
  const usual = suggestAfterRollout(tem.target, rollout, cause.status);
  const hints = cause.status === 'failed' ? [REVERT_BY_ITSELF] : [];
  const next = cause.next.length > 0 ? cause.next : [...usual, ...hints];
  return endAs(cause, 'The rollout was left as it is.', next);
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
  if (!revisionId) return endAs(cause, 'Not rolled back: the new revision never appeared.', usual);
  // The revert is a later deciding call than the one that failed.
  setOutput(context.report, 'request-id', requestId);
  const deadline = Math.max(context.clock.now(), context.deadline) + REVERT_EXTRA_TIMEOUT_MS;
  const limited = withLimits(tem, { deadline, signal: context.cancelSignal });
  context.log.stage('Revert', `rolling back ${revisionId}: ${cause.headline}`);
  const previousVersion = history.previous.version;
  const revert = { rollout: state, previousVersion, timeline: history.timeline };
  const result = await tryToRevert(limited, revert);
  switch (result.kind) {
    case 'reverted': {
      const version = describePreviousVersion(previousVersion);
      const headline = `back on ${version}: ${cause.headline}`;
      return { ...cause, status: 'reverted', headline, next: [] };
    }
    case 'replaced':
      return endAs(cause, `Not rolled back: somebody has deployed ${result.by} meanwhile.`, []);
    case 'failed': {
      const failure = describeError(result.error);
      const ended = endAs(cause, `The revert failed. ${failure.headline}`, own);
      return { ...ended, requestId: failure.requestId ?? '' };
    }
    case 'unfinished':
      return endAs(cause, NOT_REVERTED[result.kind], [suggestRevertAgain(target, revisionId)]);
    case 'not-current':
      return endAs(cause, NOT_REVERTED[result.kind], []);
    case 'over':
      return endAs(cause, NOT_REVERTED[result.kind], usual);
    case 'refused':
    case 'unknown':
    case 'unread':
      return endAs(cause, NOT_REVERTED[result.kind], own);
  }
}

type NotReverted = Exclude<RevertResult['kind'], 'reverted' | 'replaced'>;

const NOT_REVERTED: Readonly<Record<NotReverted, string>> = {
  refused: 'TEM refused the revert: the rollout is as it was.',
  unknown: 'It is not known whether the rollout is rolled back: the answer was unclear.',
  unfinished: 'The revert was sent and has not finished in time.',
  'not-current': 'Not rolled back: another revision is current.',
  over: 'Not rolled back: the rollout is over, and TEM rolls back only a rollout in progress.',
  unread: 'Not rolled back: the application could not be read.',
};

function endAs(cause: Outcome, text: string, next: readonly NextStep[]): Outcome {
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

/** After a cancel there is time to send a revert, not to wait for it: `post` confirms it. */
async function keepOrRevertAfterCancel(
  tem: TemContext,
  rollout: Rollout,
  outcome: Outcome,
  policy: PolicyInputs['onCancel'],
): Promise<Outcome> {
  if (policy === 'keep') return endAs(outcome, 'The rollout was left as it is.', outcome.next);
  if (!rollout.state.revisionId) {
    return endAs(outcome, 'The revert is left to the end of the job.', outcome.next);
  }
  const { clock, report } = tem.context;
  const deadline = clock.now() + CANCEL_TIMEOUT_MS;
  const limited = withLimits(tem, { deadline, signal: clock.timeout(CANCEL_TIMEOUT_MS) });
  let { history } = rollout;
  let sentence: string;
  try {
    const last = await limited.reader();
    history = { ...history, last };
    report.last = last;
    sentence = await sendAfterCancel(limited, rollout, last);
  } catch (error) {
    const why = getErrorMessage(error);
    sentence = `The revert could not be sent (${why}); the end of the job tries again.`;
  }
  const next = suggestAfterRollout(tem.target, { ...rollout, history }, 'cancelled');
  return endAs(outcome, sentence, next);
}

const AFTER_CANCEL = {
  accepted: 'The rollout is being rolled back.',
  refused: 'TEM refused to roll back; the end of the job tries again.',
  unknown: 'It is not known whether the revert arrived; the end of the job checks.',
} as const;

/** Sends the revert where there is something to revert; gives the result in a sentence. */
async function sendAfterCancel(
  tem: TemContext,
  rollout: Rollout,
  snapshot: Snapshot,
): Promise<string> {
  const status = getRevertStatus(snapshot, rollout.state);
  if (status === 'not-current' || status === 'over') {
    return `${NOT_REVERTED[status]} The end of the job checks again.`;
  }
  const send = () => tem.api.revertDeployApplication(tem.target);
  const { kind } = status === 'reverting' ? IN_PROGRESS : await sendOnce(tem, { send });
  savePendingRevert(tem, rollout, kind === 'accepted');
  return AFTER_CANCEL[kind];
}

const IN_PROGRESS = { kind: 'accepted' } as const;
