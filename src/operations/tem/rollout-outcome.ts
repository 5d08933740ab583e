import { getRevisionPods, getUnhealthyPods, isHealthy } from '../../rollout/pods.ts';
import { getRevertStatus } from '../../rollout/revert-tracker.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import { getExpectedInstances, isDeploying, isScaledToZero } from '../../rollout/snapshot.ts';
import type { RolloutFailure } from '../../rollout/verdict.ts';
import type { OperationErrorCode } from '../../report/error-codes.ts';
import { describeError } from '../../report/error-outcome.ts';
import type { NextStep, Outcome, Status } from '../../report/outcome.ts';
import { createOutcome } from '../../report/outcome.ts';
import { describePods } from '../../report/pod-remedies.ts';
import type { TemTarget } from '../../tencent/services/tem-api.ts';
import type { Detail } from '../../text/detail.ts';
import type { Duration, Text } from '../../text/message.ts';
import { durationText, message } from '../../text/message.ts';
import { createTimeoutError } from '../deadline.ts';
import type { OperationContext } from '../operation.ts';
import type { RolloutEnd } from './follow-rollout.ts';
import type { FollowPolicyInputs } from './tem-declarations.ts';
import { suggestResume, suggestRevert, suggestRollback, suggestWait } from './tem-next-steps.ts';
import { describeUnverified } from './verification-outcome.ts';

/** The target of a rollout and the time limit of its step. */
interface EndedTarget {
  readonly context: Pick<OperationContext, 'lastFailure' | 'timeLimit'>;
  readonly target: TemTarget;
}

/** Returns the outcome of a rollout, before any policy is carried out. */
export function describeRolloutEnd(
  { context, target }: EndedTarget,
  end: RolloutEnd,
  inputs: Pick<FollowPolicyInputs, 'failureGrace'>,
): Outcome {
  const { revisionId } = end.state;
  const { last } = end.history;
  switch (end.kind) {
    case 'succeeded':
      return createOutcome('succeeded', describeSuccess(target, end));
    case 'waiting': {
      const headline = message('rollout.waiting', { application: getApplicationName(target, end) });
      const next = [suggestResume(target, revisionId), suggestRevert(target, revisionId)];
      return createOutcome('waiting', headline, { next });
    }
    case 'failed': {
      const outcome = describeFailure(end.failure, inputs.failureGrace);
      const { cause } = end.failure;
      if (cause === 'reverted' || cause === 'superseded') return outcome;
      const failing = cause === 'pods' ? end.failure.pods : getUnhealthyPods(last, revisionId);
      const pods = describePods(failing, last.deployment?.batches);
      return { ...outcome, ...pods, details: [...outcome.details, ...pods.details] };
    }
    case 'unverified':
      return describeUnverified(end, end);
    case 'timed-out': {
      const pods = describePods(getUnhealthyPods(last, revisionId), last.deployment?.batches);
      const missing = describeMissingInstances(end);
      const describe = (limit: Duration) => message('rollout.timed-out', { limit });
      const details = [...missing, ...pods.details];
      const error = createTimeoutError(context, describe, { code: 'deadline-passed', details });
      return { ...describeError(error), failedPods: pods.failedPods };
    }
    case 'stuck':
      return describeError(end.error);
    case 'lost': {
      const outcome = describeError(end.error);
      const details = [...outcome.details, { text: message('rollout.lost') }];
      return { ...outcome, details, next: suggestAfterRollout(target, end, 'timed-out') };
    }
    case 'cancelled': {
      const next = suggestAfterRollout(target, end, 'cancelled');
      return createOutcome('cancelled', message('rollout.cancelled'), { next });
    }
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

/**
 * Returns the outcome of a failed rollout without what its instances add; `failureGrace` in ms.
 */
function describeFailure(failure: RolloutFailure, failureGrace: number): Outcome {
  const fail = (code: OperationErrorCode, headline: Text, details: Detail[] = []): Outcome =>
    createOutcome('failed', headline, { code, details });
  switch (failure.cause) {
    case 'status': {
      const { message: text, status } = failure;
      const reported = text ? [{ label: message('words.message'), text }] : [];
      return fail('rollout-failed', message('rollout.failed-status', { status }), reported);
    }
    case 'pods': {
      const values = { count: failure.pods.length, grace: durationText(failureGrace) };
      return fail('instances-failing', message('rollout.instances-failing', values));
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
