import type { NextStep, Outcome } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { getRevertStatus } from '../../rollout/revert-tracker.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { reportsError } from '../../rollout/snapshot.ts';
import { closeTimeline } from '../../rollout/timeline.ts';
import { formatFailure } from '../../tencent/api-errors.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { findFallBack } from './fall-back.ts';
import { completeRollout } from './find-revision.ts';
import { describeKept, endAs } from './kept-rollout.ts';
import { savePendingRevert } from './pending-revert.ts';
import { isRefusal } from './revert-rollout.ts';
import { suggestAfterRollout } from './rollout-outcome.ts';
import { sendOnce } from './send-change.ts';
import type { TemContext } from './tem-context.ts';
import { withLimits } from './tem-context.ts';
import type { PolicyInputs } from './tem-declarations.ts';
import { suggestWait } from './tem-next-steps.ts';

/**
 * The time for a read and a revert after a cancel; the API client waits up to 3 s longer for the
 * response to the revert.
 */
const CANCEL_TIMEOUT_MS = 1_500;

/**
 * Carries out `on-cancel`. After a cancel there is time to request a rollback, but not to wait for
 * it: `post` confirms it.
 */
export async function keepOrRevertAfterCancel(
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
  let sent: AfterCancel;
  try {
    const last = await limited.reader();
    history = { ...history, last };
    sent = await sendAfterCancel(limited, rollout, last);
    if (sent.isRollback) report.timeline = closeTimeline(report.timeline, clock.now());
  } catch (error) {
    sent = { text: message('policy.cancel-not-sent', { reason: formatFailure(error) }) };
  }
  const next = suggestAfterRollout(tem.target, { ...rollout, history }, 'cancelled');
  return endAs(outcome, sent.text, sent.next ?? next);
}

const AFTER_CANCEL = {
  accepted: { text: message('policy.cancel-accepted'), isRollback: true },
  refused: { text: message('policy.cancel-rejected') },
  unknown: { text: message('policy.cancel-unclear') },
  'not-current': { text: message('policy.cancel-foreign') },
  over: { text: message('policy.cancel-over') },
} as const;

/** Describes what was sent after a cancel; `next` replaces the usual next steps. */
interface AfterCancel {
  readonly text: Text;
  /** True if the rollback has certainly begun. */
  readonly isRollback?: true;
  readonly next?: readonly NextStep[];
}

/** Sends the revert if there is something to revert. */
async function sendAfterCancel(
  tem: TemContext,
  followed: Rollout,
  snapshot: Snapshot,
): Promise<AfterCancel> {
  const rollout = completeRollout(tem.context.report, followed, snapshot);
  const status = getRevertStatus(snapshot, rollout.state);
  if (status === 'not-current') return AFTER_CANCEL[status];
  if (status === 'over') return (await redeployAfterCancel(tem, rollout)) ?? AFTER_CANCEL[status];
  const send = () => tem.api.revertDeployApplication(tem.target);
  const { kind } = status === 'reverting' ? IN_PROGRESS : await sendOnce(tem, { send });
  savePendingRevert(tem, rollout, kind === 'accepted');
  // TEM may accept a rolling update while it refuses to revert a failed rollout.
  const isRefused = kind === 'refused' && reportsError(snapshot);
  const redeployed = isRefused ? await redeployAfterCancel(tem, rollout) : undefined;
  return redeployed ?? AFTER_CANCEL[kind];
}

/**
 * Deploys the previous version again. This is sent once: `post` confirms it, and never sends a
 * rolling update. Resolves to `undefined` if nothing was started, so that `post` checks the rollout
 * again.
 */
async function redeployAfterCancel(
  tem: TemContext,
  rollout: Rollout,
): Promise<AfterCancel | undefined> {
  const update = findFallBack(rollout);
  if (!update) return undefined;
  savePendingRevert(tem, rollout, false, true);
  try {
    const answer = await tem.api.rollingUpdateApplicationByVersion(tem.target, update);
    setOutput(tem.context.report, 'request-id', answer.requestId);
    savePendingRevert(tem, rollout, true);
    const text = message('policy.cancel-redeployed');
    return { text, isRollback: true, next: [suggestWait(tem.target, answer.value)] };
  } catch (error) {
    if (isOutcomeUnknown(error)) return AFTER_CANCEL.unknown;
    if (!isRefusal(error)) throw error;
    savePendingRevert(tem, rollout);
    return undefined;
  }
}

const IN_PROGRESS = { kind: 'accepted' } as const;
