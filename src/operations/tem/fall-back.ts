import { OperationError } from '../../report/outcome.ts';
import { createRunRecord, setOutput } from '../../report/run-record.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import { ApiError, formatFailure } from '../../tencent/api-errors.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { completeRollout } from './find-revision.ts';
import type { RolloutEnd } from './follow-rollout.ts';
import { savePendingRevert } from './pending-revert.ts';
import type { RedeployStart } from './redeploy.ts';
import { findRedeploy, followRedeploy, startRedeploy } from './redeploy.ts';
import type { RevertResult } from './revert-rollout.ts';
import { followRevert, toRevertTarget } from './revert-rollout.ts';
import { describeRolloutEnd } from './rollout-outcome.ts';
import type { TemContext } from './tem-context.ts';
import type { FollowPolicyInputs } from './tem-declarations.ts';

/** The result of a rollback that deploys the previous version again. */
export type FallBackResult =
  | RevertResult
  /** The previous version or its package is not known, so nothing was sent. */
  | { readonly kind: 'impossible' }
  | { readonly kind: 'failed'; readonly reason: Text }
  | { readonly kind: 'restored'; readonly version: string }
  | { readonly kind: 'in-progress'; readonly revisionId: string; readonly version: string };

/**
 * Returns the update that deploys the previous version again, without pauses for confirmation;
 * `undefined` if the rollout has the same version or the previous one is unknown.
 */
export function findFallBack({ history }: Rollout) {
  const { last, previous, version } = history;
  if (previous.version === version) return undefined;
  const update = findRedeploy(last.application, previous);
  return update && { ...update, ...AUTO };
}

/** A longer `stable-for` may exceed the time that is left for a rollback. */
const MAX_STABLE_MS = 15_000;

const AUTO = {
  deployStrategy: 'AUTO',
  totalBatchCount: undefined,
  betaBatchNum: undefined,
  batchInterval: undefined,
} as const;

/**
 * Deploys the previous version again, because TEM does not revert the rollout, and waits. The
 * outputs keep describing the rollout that is rolled back.
 */
export async function fallBack(
  tem: TemContext,
  rollout: Rollout,
  inputs: FollowPolicyInputs,
): Promise<FallBackResult> {
  if (!findFallBack(rollout)) return { kind: 'impossible' };
  const { report } = tem.context;
  const record = createRunRecord();
  const separate = { ...tem, context: { ...tem.context, report: record } };
  let replaced = rollout;
  try {
    const started = await startRedeploy(separate, rollout.state, (snapshot) => {
      replaced = completeRollout(report, rollout, snapshot);
      return findFallBack(replaced);
    });
    if (started.kind !== 'started') return await endUnstarted(tem, replaced, started.kind);
    // After a cancel `post` confirms the rollback; it must not send anything else.
    if (inputs.onCancel === 'revert') savePendingRevert(tem, replaced, true);
    const stableFor = Math.min(inputs.stableFor, MAX_STABLE_MS);
    const end = await followRedeploy(separate, started.rollout, { ...inputs, stableFor });
    return toResult(separate, end, inputs);
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof OperationError)) throw error;
    return { kind: 'failed', reason: formatFailure(error) };
  } finally {
    setOutput(report, 'request-id', record.outputs['request-id'] ?? '');
  }
}

async function endUnstarted(
  tem: TemContext,
  rollout: Rollout,
  kind: Exclude<RedeployStart['kind'], 'started'>,
): Promise<FallBackResult> {
  switch (kind) {
    case 'deploying':
      return { kind: 'refused', reason: message('policy.conflict-refused') };
    case 'reverting':
      return followRevert(tem, toRevertTarget(rollout), 'auto');
    case 'impossible':
    case 'not-current':
    case 'unread':
      return { kind };
  }
}

function toResult(
  tem: TemContext,
  end: RolloutEnd,
  inputs: Pick<FollowPolicyInputs, 'failureGrace'>,
): FallBackResult {
  switch (end.kind) {
    case 'succeeded':
      return { kind: 'restored', version: end.history.version };
    case 'waiting':
    case 'timed-out':
      return {
        kind: 'in-progress',
        revisionId: end.state.revisionId,
        version: end.history.version,
      };
    case 'failed':
      if (end.failure.cause === 'superseded') {
        return { kind: 'replaced', by: end.history.last.application.deployVersion };
      }
      return { kind: 'failed', reason: describeRolloutEnd(tem, end, inputs).headline };
    // A rollback is not verified: it returns to a version that ran before.
    case 'unverified':
      return { kind: 'failed', reason: describeRolloutEnd(tem, end, inputs).headline };
    case 'stuck':
    case 'lost':
      return { kind: 'failed', reason: formatFailure(end.error) };
    case 'cancelled':
      tem.context.cancelSignal.throwIfAborted();
      return { kind: 'unknown', reason: message('rollout.cancelled') };
  }
}
