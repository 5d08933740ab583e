import type { PreviousRollout, RolloutState } from '../../rollout/rollout-tracker.ts';
import { trackStarted } from '../../rollout/rollout-tracker.ts';
import { OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { ApiError, hasCode } from '../../tencent/api-errors.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import type { RollingUpdate } from '../../tencent/services/tem-api.ts';
import { formatDuration, joinParts } from '../../text/format.ts';
import type { FindResult } from './find-revision.ts';
import { findRevision } from './find-revision.ts';
import type { TemContext } from './tem-context.ts';

/**
 * Sends RollingUpdateApplicationByVersion, once. `undefined`: the application is being deployed
 * already, nothing was started. After an ambiguous response the application itself tells whether
 * the rollout began; throws an OperationError where it does not.
 */
export async function triggerRollout(
  tem: TemContext,
  before: PreviousRollout,
  update: RollingUpdate,
): Promise<RolloutState | undefined> {
  const { log, report } = tem.context;
  try {
    const { value, requestId } = await tem.api.rollingUpdateApplicationByVersion(
      tem.target,
      update,
    );
    setOutput(report, 'request-id', requestId);
    setOutput(report, 'revision-id', value);
    return trackStarted(value, before, update.deployVersion);
  } catch (error) {
    if (hasCode(error, 'ResourceInUse.ServiceDeploying')) return undefined;
    if (!isOutcomeUnknown(error)) throw error;
    log.stage('Rollout', `the answer to the trigger is unclear (${error.message}): looks`);
    return findTriggered(tem, trackStarted('', before, update.deployVersion), error);
  }
}

async function findTriggered(
  tem: TemContext,
  state: RolloutState,
  cause: ApiError,
): Promise<RolloutState> {
  const { clock } = tem.context;
  const from = clock.now();
  const found = await findOrFail(tem, state);
  if (found.kind === 'found') return { ...state, revisionId: found.revisionId };
  throw new OperationError('it is not known whether the rolling update was started', {
    code: 'rollout-start-unknown',
    details: [
      { label: 'Why', text: cause.message },
      { label: 'Seen', text: describeFound(found, formatDuration(clock.now() - from)) },
    ],
    next: [{ sentence: 'Run the job again: it looks before it starts anything.' }],
  });
}

interface FindFailure {
  readonly kind: 'failed';
  readonly message: string;
}

/** An error of a read must not hide that the start is in doubt. */
async function findOrFail(tem: TemContext, state: RolloutState): Promise<FindResult | FindFailure> {
  try {
    return await findRevision(tem, state);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { kind: 'failed', message: error.message };
  }
}

function describeFound(
  found: Exclude<FindResult, { kind: 'found' }> | FindFailure,
  waited: string,
): string {
  switch (found.kind) {
    case 'absent': {
      const { versionId, deployVersion } = found.application;
      const current = joinParts(versionId || 'no revision', deployVersion);
      return `the application shows ${current}, ${waited} later.`;
    }
    case 'unread':
      return `nothing: no look came through within ${waited}.`;
    case 'failed':
      return `nothing: ${found.message}`;
  }
}
