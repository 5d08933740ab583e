import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { InputIssue } from '../../github/inputs/input-errors.ts';
import type { OperationError, Outcome } from '../../report/outcome.ts';
import { createOutcome } from '../../report/outcome.ts';
import type { PreviousVersion, Rollout } from '../../rollout/rollout-history.ts';
import { planRollout } from '../../rollout/rollout-history.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { assertBeforeDeadline, createDeadlineError } from '../deadline.ts';
import { describeLastFailure } from '../last-failure.ts';
import { defineOperation } from '../operation.ts';
import { pollUntil, VISIBLE_POLL_INTERVAL_MS } from '../poll.ts';
import { checkStrategy } from './check-rollout-inputs.ts';
import { attachToRollout } from './attach-to-rollout.ts';
import { completeHistory, findStartedRevision } from './find-revision.ts';
import { confirmPastRevert } from './past-revert.ts';
import type { RedeployStart } from './redeploy.ts';
import { assertRedeployable, describeRedeploy, followRedeploy, startRedeploy } from './redeploy.ts';
import { START_GOAL } from './resolve-conflict.ts';
import { createNotStartedError, describeRevertEnd } from './revert-outcome.ts';
import type { RevertTarget } from './revert-rollout.ts';
import { followRevert, tryToStartRevert } from './revert-rollout.ts';
import { describePreviousVersion, describeRolloutEnd } from './rollout-outcome.ts';
import { startPlanned } from './start-rollout.ts';
import type { TemContext } from './tem-context.ts';
import { createTemContext } from './tem-context.ts';
import { resolveTarget } from './find-target.ts';
import { FOLLOW, ROLLOUT_OUTPUTS, TARGET } from './tem-declarations.ts';
import { suggestRevertAgain, suggestWait } from './tem-next-steps.ts';
import { planRollback } from './tem-plans.ts';
import type { WayBack } from './way-back.ts';
import { assertWayBack, findWayBack } from './way-back.ts';

const STRATEGY_INPUTS = [
  'deploy-strategy',
  'total-batch-count',
  'batch-interval',
  'min-available',
] as const;

type RollbackInputs = Inputs<
  never,
  (typeof STRATEGY_INPUTS)[number] | (typeof FOLLOW)[number] | 'wait'
>;

/** Returns to the previous version or to a given one, whatever state the rollout is in. */
export const temRollback = defineOperation({
  required: TARGET,
  optional: [
    'revision-id',
    'deploy-version',
    'package-name',
    ...STRATEGY_INPUTS,
    'wait',
    ...FOLLOW,
  ],
  outputs: [...ROLLOUT_OUTPUTS, 'package-name'],
  check: checkRollback,
  resolve: resolveTarget,
  plan: (inputs, context) => planRollback(createTemContext(context, inputs), inputs),
  run: async (inputs, context) => {
    const tem = createTemContext(context, inputs);
    const rollout = await attachToRollout(tem, inputs.revisionId);
    const way = await findWayBack(tem, rollout, inputs);
    assertWayBack(tem, rollout, way, inputs);
    switch (way.kind) {
      case 'done':
        return checkPastRevert(tem, way.target, inputs);
      case 'follow':
        logStage(tem, message('policy.already-returning', { version: way.goal.version }));
        return finishRedeploy(tem, rollout, way.goal, inputs);
      case 'redeploy':
        return redeployAtRest(tem, way.goal, inputs);
      case 'revert':
        return revertOrRedeploy(tem, rollout, way, inputs);
    }
  },
});

/** Checks the inputs. A rollback has no beta batch, because an earlier version needs no trial. */
function checkRollback(inputs: Partial<RollbackInputs>): readonly InputIssue[] {
  if (inputs.deployStrategy !== 'BETA') return checkStrategy(inputs);
  const problem = message('plan.input-rollback-beta');
  return [{ input: 'deploy-strategy', problem, fix: message('plan.input-rollback-beta-fix') }];
}

/** Checks that the previous version runs again after an earlier rollback. */
async function checkPastRevert(
  tem: TemContext,
  target: RevertTarget,
  { pollInterval, wait }: RollbackInputs,
): Promise<Outcome> {
  if (!wait) {
    const next = [suggestRevertAgain(tem.target, target.rollout.revisionId)];
    return createOutcome('started', message('policy.already-reverted'), { next });
  }
  return confirmPastRevert(tem, target, pollInterval);
}

/**
 * How often a rollback is tried while TEM reports both that the rollout is over and that it is
 * deploying.
 */
const MAX_TRIES = 3;

async function revertOrRedeploy(
  tem: TemContext,
  rollout: Rollout,
  way: Extract<WayBack, { kind: 'revert' }>,
  inputs: RollbackInputs,
): Promise<Outcome> {
  const { goal } = way;
  const { last } = rollout.history;
  const { versionId: revision } = last.application;
  if (way.isRevertible) logStage(tem, message('policy.rolling-back', { revision }));
  for (let tries = 1; ; tries += 1) {
    const started = await tryToStartRevert(tem, rollout.state);
    if (started.kind === 'started') {
      // The first read may have shown the details of an earlier rollout.
      const { previous } = completeHistory(tem.context.report, rollout.history, started.checked);
      const target = { ...way.target, previousVersion: previous.version };
      return finishRevert(tem, { ...way, target }, inputs);
    }
    if (started.kind !== 'over' && started.kind !== 'refused') {
      throw createNotStartedError(tem, last, started);
    }
    assertRedeployable(tem.target, last.application, goal);
    const isOver = started.kind === 'over';
    logStage(
      tem,
      describeRedeploy(goal.version, started.kind === 'refused' ? started.reason : undefined),
    );
    const redeploy = await startRedeploy(tem, rollout.state, () => toUpdate(goal, inputs));
    if (redeploy.kind === 'started') {
      return finishRedeploy(tem, redeploy.rollout, goal, inputs);
    }
    const mayPass = redeploy.kind === 'reverting' || (redeploy.kind === 'deploying' && isOver);
    if (!mayPass || tries >= MAX_TRIES) throw createNotRedeployedError(tem, rollout, redeploy);
  }
}

/**
 * Waits for the revert, and then deploys another version than the previous one if that is wanted.
 */
async function finishRevert(
  tem: TemContext,
  { goal, isOther, target }: Extract<WayBack, { kind: 'revert' }>,
  inputs: RollbackInputs,
): Promise<Outcome> {
  if (!inputs.wait && !isOther) {
    const version = describePreviousVersion(target.previousVersion);
    const next = [suggestRevertAgain(tem.target, target.rollout.revisionId)];
    return createOutcome('started', message('policy.revert-started', { version }), { next });
  }
  const end = await followRevert(tem, target, inputs.pollInterval);
  if (end.kind !== 'reverted' || !isOther) return describeRevertEnd(tem, target, end);
  return redeployAtRest(tem, goal, inputs);
}

/** Deploys a version after a revert, when nothing else is in progress. */
async function redeployAtRest(
  tem: TemContext,
  goal: PreviousVersion,
  inputs: RollbackInputs,
): Promise<Outcome> {
  logStage(tem, message('policy.redeploying', { version: goal.version }));
  const snapshot = await pollUntil(tem.context, {
    ...tem.snapshots,
    interval: VISIBLE_POLL_INTERVAL_MS,
    decide: (seen) => seen,
  });
  if (!snapshot) throw createDeadlineError(START_GOAL, describeLastFailure(tem.context));
  assertBeforeDeadline(tem.context, START_GOAL);
  const update = { ...toUpdate(goal, inputs), onCancel: 'keep' as const };
  const planned = planRollout(snapshot, update, tem.context.clock.now());
  const rollout = await startPlanned(tem, planned, update);
  if (!rollout) {
    const reason = message('policy.conflict-refused');
    throw createNotStartedError(tem, snapshot, { kind: 'refused', reason });
  }
  return finishRedeploy(tem, rollout, goal, inputs);
}

/** Follows the rollout that returns to a version: if it succeeds, the rollback is complete. */
async function finishRedeploy(
  tem: TemContext,
  rollout: Rollout,
  { version }: PreviousVersion,
  inputs: RollbackInputs,
): Promise<Outcome> {
  if (!inputs.wait) {
    tem.context.cancelSignal.throwIfAborted();
    const revisionId = await findStartedRevision(tem, rollout.state);
    const next = [suggestWait(tem.target, revisionId)];
    return createOutcome('started', message('policy.revert-started', { version }), { next });
  }
  const end = await followRedeploy(tem, rollout, inputs);
  if (end.kind === 'succeeded') {
    return createOutcome('reverted', message('policy.reverted', { version }));
  }
  const outcome = describeRolloutEnd(tem, end, inputs);
  const isFollowed = outcome.next.length > 0 || outcome.status === 'failed';
  return isFollowed
    ? outcome
    : { ...outcome, next: [suggestWait(tem.target, end.state.revisionId)] };
}

function toUpdate({ version, packageName }: PreviousVersion, inputs: RollbackInputs) {
  const { batchInterval, deployStrategy, minAvailable, totalBatchCount } = inputs;
  return {
    deployVersion: version,
    packageName: packageName || undefined,
    batchInterval,
    deployStrategy,
    minAvailable,
    totalBatchCount,
    betaBatchNum: undefined,
  };
}

function createNotRedeployedError(
  tem: TemContext,
  { history }: Rollout,
  { kind }: RedeployStart,
): OperationError {
  if (kind === 'not-current' || kind === 'unread') {
    return createNotStartedError(tem, history.last, { kind });
  }
  const reason = message('policy.conflict-refused');
  return createNotStartedError(tem, history.last, { kind: 'refused', reason });
}

function logStage({ context }: TemContext, text: Text): void {
  context.log.stage(message('policy.stage-rollback'), text);
}
