import {
  getRevisionPods,
  getUnhealthyPods,
  getUnhealthyReason,
  isHealthy,
} from '../../rollout/pods.ts';
import { explainPods } from '../../rollout/pod-reasons.ts';
import { getRevertStatus } from '../../rollout/revert-tracker.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import type { Pod } from '../../rollout/snapshot.ts';
import { getExpectedInstances, isDeploying, isScaledToZero } from '../../rollout/snapshot.ts';
import type { RolloutFailure } from '../../rollout/verdict.ts';
import type { OperationErrorCode } from '../../report/error-codes.ts';
import { describeError, formatTimeLimit } from '../../report/error-outcome.ts';
import type { NextStep, Outcome, Status } from '../../report/outcome.ts';
import { createOutcome } from '../../report/outcome.ts';
import { listPodRemedies } from '../../report/pod-remedies.ts';
import type { TemTarget } from '../../tencent/services/tem-api.ts';
import type { Detail } from '../../text/detail.ts';
import type { Text } from '../../text/message.ts';
import { durationText, message } from '../../text/message.ts';
import { describeLastFailure } from '../last-failure.ts';
import type { OperationContext } from '../operation.ts';
import type { RolloutEnd } from './follow-rollout.ts';
import type { FollowPolicyInputs } from './tem-inputs.ts';
import { suggestResume, suggestRevert, suggestRollback, suggestWait } from './tem-next-steps.ts';
import { describeUnverified } from './verification-outcome.ts';

/** The target of a rollout and the time limits of its step. */
interface EndedTarget {
  readonly context: Pick<OperationContext, 'deadline' | 'lastFailure' | 'startedAt'>;
  readonly target: TemTarget;
}

/** Returns the outcome of a rollout, before any policy is carried out. */
export function describeRolloutEnd(
  { context, target }: EndedTarget,
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
        message('rollout.waiting', { application: getApplicationName(target, end) }),
        { next: [suggestResume(target, revisionId), suggestRevert(target, revisionId)] },
      );
    case 'failed':
      return describeFailure(end, end.failure, inputs.failureGrace);
    case 'unverified':
      return describeUnverified(end, end);
    case 'timed-out': {
      const { details, failedPods } = describePods(
        end.history,
        getUnhealthyPods(end.history.last, revisionId),
      );
      const headline = message('rollout.timed-out', { limit: formatTimeLimit(context) });
      return createOutcome('timed-out', headline, {
        code: 'deadline-passed',
        details: [...describeMissingInstances(end), ...details, ...describeLastFailure(context)],
        failedPods,
      });
    }
    case 'stuck':
      return describeError(end.error);
    case 'lost': {
      const outcome = describeError(end.error);
      const details = [...outcome.details, { text: message('rollout.lost') }];
      return { ...outcome, details, next: suggestAfterRollout(target, end, 'timed-out') };
    }
    case 'cancelled':
      return createOutcome('cancelled', message('rollout.cancelled'), {
        next: suggestAfterRollout(target, end, 'cancelled'),
      });
  }
}

function describeSuccess(target: TemTarget, rollout: Rollout): Text {
  const { last, previous: before, version: named } = rollout.history;
  const application = getApplicationName(target, rollout);
  const version = named || message('rollout.new-version');
  if (isScaledToZero(last)) return message('rollout.succeeded-at-zero', { application, version });
  const previous = before.version;
  return previous === '' || previous === named
    ? message('rollout.succeeded', { application, version })
    : message('rollout.succeeded-after', { application, version, previous });
}

function getApplicationName({ applicationId }: TemTarget, { history }: Rollout): string {
  return history.last.application.applicationName || applicationId;
}

/** Returns the name of the previous version; a generic phrase if it is unknown. */
export function describePreviousVersion(version: string): Text {
  return version || message('rollout.previous-version');
}

/** Returns the outcome of a failed rollout; `failureGrace` in ms. */
function describeFailure(
  { state, history }: Rollout,
  failure: RolloutFailure,
  failureGrace: number,
): Outcome {
  const fail = (
    code: OperationErrorCode,
    headline: Text,
    pods: Partial<DescribedPods> = {},
  ): Outcome => createOutcome('failed', headline, { code, ...pods });
  switch (failure.cause) {
    case 'status': {
      const unhealthy = getUnhealthyPods(history.last, state.revisionId);
      const pods = describePods(history, unhealthy);
      const headline = message('rollout.failed-status', { status: failure.status });
      const label = message('words.message');
      const reported = failure.message ? [{ label, text: failure.message }] : [];
      return fail('rollout-failed', headline, { ...pods, details: [...reported, ...pods.details] });
    }
    case 'pods': {
      const count = failure.pods.length;
      const grace = durationText(failureGrace);
      const headline = message('rollout.instances-failing', { count, grace });
      return fail('instances-failing', headline, describePods(history, failure.pods));
    }
    case 'reverted':
      return fail('rollout-reverted', message('rollout.reverted-elsewhere'));
    case 'superseded': {
      const key = failure.wasComplete ? 'rollout.superseded-complete' : 'rollout.superseded';
      return fail('rollout-superseded', message(key, { revision: failure.by }));
    }
  }
}

/**
 * Describes how many instances are missing: the application may have been scaled during the
 * rollout.
 */
function describeMissingInstances({ state, history: { last } }: Rollout): Detail[] {
  if (last.application.versionId !== state.revisionId) return [];
  const expected = getExpectedInstances(last);
  const healthy = getRevisionPods(last, state.revisionId).filter(isHealthy).length;
  if (healthy >= expected) return [];
  const text = message('rollout.missing-of', { missing: expected - healthy, expected });
  return [{ label: message('rollout.label-missing'), text }];
}

/** The instances that did not become healthy, with all reasons, and the details about them. */
type DescribedPods = Required<Pick<Outcome, 'details' | 'failedPods'>>;

/** The fixes come first, because only some of many pods are shown. */
function describePods({ last }: Rollout['history'], pods: readonly Pod[]): DescribedPods {
  const failedPods = explainPods(pods, last.deployment?.batches);
  const reasons = failedPods.map((pod): Detail => {
    const { podId: instance, restartCount: count } = pod;
    const reason = getUnhealthyReason(pod);
    return { instance, text: count > 0 ? message('rollout.restarts', { reason, count }) : reason };
  });
  return { failedPods, details: [...listPodRemedies(failedPods), ...reasons] };
}

/**
 * Suggests what to do after a rollout that has not succeeded: wait for its end, revert it, or roll
 * back.
 */
export function suggestAfterRollout(
  target: TemTarget,
  rollout: Rollout,
  status: Status,
): NextStep[] {
  const revert = suggestRevertOrRollback(target, rollout);
  return status === 'failed' ? revert : [suggestWait(target, rollout.state.revisionId), ...revert];
}

/**
 * TEM does not revert a rollout that has ended: the previous version has to be deployed again. If
 * another revision is current, this step suggests neither.
 */
function suggestRevertOrRollback(target: TemTarget, { state, history }: Rollout): NextStep[] {
  const { last, previous } = history;
  if (getRevertStatus(last, state) === 'not-current') return [];
  if (isDeploying(last.application)) return [suggestRevert(target, state.revisionId)];
  return [suggestRollback(target, previous, state.revisionId)];
}
