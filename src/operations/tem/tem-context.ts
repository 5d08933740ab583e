import type { Snapshot } from '../../rollout/snapshot.ts';
import { isDeploying } from '../../rollout/snapshot.ts';
import type { Call } from '../../tencent/api-client.ts';
import type { Tem, TemTarget } from '../../tencent/services/tem-api.ts';
import { createTem } from '../../tencent/services/tem-api.ts';
import type { OperationContext } from '../operation.ts';
import { setOutput } from '../../report/run-record.ts';
import type { SnapshotReader } from './read-snapshot.ts';
import { createSnapshotReader } from './read-snapshot.ts';
import type { ProgressLog } from './progress-log.ts';
import { createProgressLog, formatTarget } from './progress-log.ts';
import { formatInstances, joinParts } from '../../text/format.ts';
import { ApiError, AmbiguousResponseError } from '../../tencent/api-errors.ts';

/** The inputs that name an application. */
export interface TargetInputs {
  readonly applicationId: string;
  readonly environmentId: string;
  readonly sourceChannel?: number | undefined;
}

/** A step at work on one application. */
export interface TemContext extends OperationContext {
  readonly target: TemTarget;
  readonly tem: Tem;
  readonly reader: SnapshotReader;
  readonly progressLog: ProgressLog;
  /** Looks that did not come through, since the last that did. */
  readonly misses: { inARow: number };
}

export function createTemContext(context: OperationContext, inputs: TargetInputs): TemContext {
  const { applicationId, environmentId, sourceChannel } = inputs;
  const target = { applicationId, environmentId, sourceChannel };
  const narrator = createProgressLog(context.log, context.startedAt, context.clock.now());
  const tem = createTem(context.call);
  return {
    ...context,
    target,
    tem,
    progressLog: narrator,
    reader: createSnapshotReader(tem, target),
    misses: { inARow: 0 },
  };
}

/** The same session over other connections: under another deadline, after a cancel. */
export function withCall(context: TemContext, call: Call): TemContext {
  const tem = createTem(call);
  return { ...context, tem, reader: createSnapshotReader(tem, context.target) };
}

/** The look before anything is done: what runs now. It is shown, and kept for the outputs. */
export async function readInitialSnapshot(context: TemContext): Promise<Snapshot> {
  const place = formatTarget(context.target, context.region);
  const snapshot = await context.reader().catch((error: unknown) => {
    // A refusal does not say which names it was asked for.
    context.log.stage('Target', place);
    throw error;
  });
  const { application, pods } = snapshot;
  context.report.before = snapshot;
  context.report.last = snapshot;
  const running = application.currentInstances ?? pods.length;
  context.log.stage(
    'Target',
    joinParts(
      application.applicationName,
      place,
      `${formatInstances(running)}${versionsOf(snapshot)}`,
    ),
  );
  return snapshot;
}

/** While a rollout goes on the application names the new version alone, and not all run that yet. */
function versionsOf({ application, deployment }: Snapshot): string {
  const { deployVersion } = application;
  if (!deployVersion) return ' of no version yet';
  const before = isDeploying(application) ? (deployment?.oldDeployVersion ?? '') : '';
  return before ? `, ${before} → ${deployVersion}` : ` of ${deployVersion}`;
}

/** Notes which version and package ran before the rollout that the step follows. */
export function recordPreviousVersion(
  context: TemContext,
  version: string,
  packageName: string,
): void {
  setOutput(context.report, 'previous-version', version);
  setOutput(context.report, 'previous-package-name', packageName);
}

/** The inputs that operations of TEM have in common; what each means stands in action/inputs.ts. */

export const TARGET = ['application-id', 'environment-id', 'region'] as const;
export const FOLLOW = ['poll-interval', 'failure-grace'] as const;
export const POLICIES = ['on-waiting', 'on-failure', 'on-timeout', 'on-cancel'] as const;

/** Answers in a row that are no API answer, after which something stands between us and the API. */
const MAX_INVALID_RESPONSES = 3;

/**
 * A look that may fail for a while: a read that does not come through is no verdict on a rollout,
 * and the next one may. It is said in the log; what would fail again is thrown. With `last`, the
 * snapshot before, only what has changed is read.
 */
export async function readSnapshotTolerant(
  context: TemContext,
  versionId = '',
  last?: Snapshot,
): Promise<Snapshot | undefined> {
  try {
    const snapshot = await (last
      ? context.reader.again(versionId, last)
      : context.reader(versionId));
    context.report.last = snapshot;
    context.misses.inARow = 0;
    return snapshot;
  } catch (error) {
    context.misses.inARow += 1;
    if (!(error instanceof ApiError) || isLasting(error, context.misses.inARow)) throw error;
    context.progressLog.logReadFailure(error.message, context.clock.now());
    return undefined;
  }
}

function isLasting(error: ApiError, inARow: number): boolean {
  if (error.failureClass !== 'final') return false;
  return !(error instanceof AmbiguousResponseError) || inARow >= MAX_INVALID_RESPONSES;
}
