import { getRevisionPods, getUnhealthyReason, isHealthy } from '../../rollout/pods.ts';
import { getRevertStatus } from '../../rollout/revert-tracker.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import type { Pod } from '../../rollout/snapshot.ts';
import { getExpectedInstances, isDeploying, isScaledToZero } from '../../rollout/snapshot.ts';
import type { RolloutFailure } from '../../rollout/verdict.ts';
import type { OperationErrorCode } from '../../report/error-codes.ts';
import { describeError } from '../../report/error-outcome.ts';
import type { NextStep, Outcome, Status } from '../../report/outcome.ts';
import { createOutcome } from '../../report/outcome.ts';
import { listPodRemedies } from '../../report/pod-remedies.ts';
import type { TemTarget } from '../../tencent/services/tem-api.ts';
import type { Detail } from '../../text/detail.ts';
import { formatDuration, formatInstances } from '../../text/format.ts';
import type { FailureWatch } from '../last-failure.ts';
import type { OperationContext } from '../operation.ts';
import { formatTimeLimit } from '../deadline.ts';
import type { RolloutEnd } from './follow-rollout.ts';
import type { FollowPolicyInputs } from './tem-inputs.ts';
import { suggestRedeploy, suggestResume, suggestRevert, suggestWait } from './tem-next-steps.ts';

/** What a rollout ran on, and for how long. */
interface EndedTarget {
  readonly context: Pick<OperationContext, 'deadline' | 'startedAt'>;
  readonly target: TemTarget;
  readonly failures: Pick<FailureWatch, 'details'>;
}

/** The outcome of a rollout before any policy is carried out. */
export function describeRolloutEnd(
  { context, failures, target }: EndedTarget,
  end: RolloutEnd,
  inputs: Pick<FollowPolicyInputs, 'failureGrace'>,
): Outcome {
  const { revisionId } = end.state;
  switch (end.kind) {
    case 'succeeded':
      return createOutcome('succeeded', describeSuccess(target, end));
    case 'waiting':
      return createOutcome(
        'waiting',
        `${getApplicationName(target, end)} is paused for confirmation`,
        {
          next: [suggestResume(target, revisionId), suggestRevert(target, revisionId)],
        },
      );
    case 'failed':
      return describeFailure(end, end.failure, inputs.failureGrace);
    case 'timed-out':
      return createOutcome('timed-out', `no verdict within ${formatTimeLimit(context)} (timeout)`, {
        code: 'deadline-passed',
        details: [
          ...describeMissingInstances(end),
          ...describeUnhealthyPods(end),
          ...failures.details(),
        ],
      });
    case 'stuck':
      return describeError(end.error);
    case 'lost': {
      const outcome = describeError(end.error);
      const details = [...outcome.details, { text: 'The rollout goes on without this step.' }];
      return { ...outcome, details, next: suggestAfterRollout(target, end, 'timed-out') };
    }
    case 'cancelled':
      return createOutcome('cancelled', 'the job was cancelled', {
        next: suggestAfterRollout(target, end, 'cancelled'),
      });
  }
}

function describeSuccess(target: TemTarget, rollout: Rollout): string {
  const { last, previous, version } = rollout.history;
  const isKnown = previous.version !== '' && previous.version !== version;
  const past = isKnown ? ` (before: ${previous.version})` : '';
  const none = isScaledToZero(last) ? ', and no instance runs' : '';
  return `${getApplicationName(target, rollout)} is on ${version || 'the new version'}${past}${none}`;
}

function getApplicationName({ applicationId }: TemTarget, { history }: Rollout): string {
  return history.last.application.applicationName || applicationId;
}

/** A version that may not be known, in words. */
export function describePreviousVersion(version: string): string {
  return version || 'the version before';
}

/** `failureGrace` in ms. */
function describeFailure(rollout: Rollout, failure: RolloutFailure, failureGrace: number): Outcome {
  const fail = (code: OperationErrorCode, headline: string, details: readonly Detail[] = []) =>
    createOutcome('failed', headline, { code, details });
  switch (failure.cause) {
    case 'status':
      return fail('rollout-failed', `the cloud calls the rollout "${failure.status}"`, [
        ...(failure.message ? [{ label: 'Message', text: failure.message }] : []),
        ...describeUnhealthyPods(rollout),
      ]);
    case 'pods': {
      const count = failure.pods.length;
      const instances = count === 1 ? '1 new instance fails' : `${count} new instances fail`;
      const grace = `failure-grace (${formatDuration(failureGrace)})`;
      const headline = `${instances} for longer than ${grace}`;
      return fail('instances-failing', headline, describePods(failure.pods));
    }
    case 'reverted':
      return fail('rollout-reverted', 'the rollout was rolled back outside this workflow');
    case 'superseded':
      return failure.wasComplete
        ? fail('rollout-superseded', `the rollout was complete, and ${failure.by} has followed it`)
        : fail('rollout-superseded', `another revision has taken its place: ${failure.by}`);
  }
}

/** How many instances the application wants and does not have: it may have been scaled meanwhile. */
function describeMissingInstances({ state, history: { last } }: Rollout): Detail[] {
  if (last.application.versionId !== state.revisionId) return [];
  const expected = getExpectedInstances(last);
  const healthy = getRevisionPods(last, state.revisionId).filter(isHealthy).length;
  if (healthy >= expected) return [];
  const missing = formatInstances(expected - healthy);
  return [{ label: 'Missing', text: `${missing} of ${expected}` }];
}

/** The new pods that are not healthy in the last snapshot, and why. */
function describeUnhealthyPods({ state, history }: Rollout): Detail[] {
  const pods = getRevisionPods(history.last, state.revisionId);
  return describePods(pods.filter((pod) => getUnhealthyReason(pod) !== ''));
}

/** What to change comes first: of many pods only some are shown. */
function describePods(pods: readonly Pod[]): Detail[] {
  return [...listPodRemedies(pods), ...pods.map(describePod)];
}

function describePod(pod: Pod): Detail {
  const { podId, restartCount } = pod;
  const restarts = `${restartCount} restart${restartCount === 1 ? '' : 's'}`;
  const reason = getUnhealthyReason(pod);
  return { instance: podId, text: restartCount > 0 ? `${reason}, ${restarts}` : reason };
}

/** What to do about a rollout that has not succeeded: wait for its end, revert it, or redeploy. */
export function suggestAfterRollout(
  target: TemTarget,
  rollout: Rollout,
  status: Status,
): NextStep[] {
  const revert = suggestRevertOrRedeploy(target, rollout);
  return status === 'failed' ? revert : [suggestWait(target, rollout.state.revisionId), ...revert];
}

/**
 * What deploys no more cannot be reverted: the version before comes back by a rollout of its own.
 * Another revision in its place is not this step's to revert.
 */
function suggestRevertOrRedeploy(target: TemTarget, { state, history }: Rollout): NextStep[] {
  const { last, previous } = history;
  if (getRevertStatus(last, state) === 'not-current') return [];
  if (isDeploying(last.application)) return [suggestRevert(target, state.revisionId)];
  return [suggestRedeploy(target, previous)];
}
