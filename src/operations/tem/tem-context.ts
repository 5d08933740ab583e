import type { Snapshot } from '../../rollout/snapshot.ts';
import type { Tem, TemTarget } from '../../tencent/services/tem-api.ts';
import { createTem } from '../../tencent/services/tem-api.ts';
import type { OperationContext } from '../operation.ts';
import type { PollOptions } from '../poll.ts';
import type { ProgressLog } from './progress-log.ts';
import { createProgressLog } from './progress-log.ts';
import type { SnapshotReader } from './read-snapshot.ts';
import { createSnapshotReader } from './read-snapshot.ts';

/** An operation and its TEM application. */
export interface TemContext {
  readonly context: OperationContext;
  readonly target: TemTarget;
  readonly api: Tem;
  readonly reader: SnapshotReader;
  /** How `pollUntil` reads the application; failed reads are logged with the progress. */
  readonly snapshots: Pick<
    PollOptions<Snapshot, never>,
    'read' | 'isTargetKnown' | 'observeFailure'
  >;
  readonly progressLog: ProgressLog;
}

/**
 * Connects an operation to an application; of the second argument, only the fields that identify
 * the application are used.
 */
export function createTemContext(
  context: OperationContext,
  { applicationId, environmentId, sourceChannel }: TemTarget,
  progressLog = createProgressLog(context),
): TemContext {
  const target = { applicationId, environmentId, sourceChannel };
  const api = createTem(context.call);
  const polling = createTem(context.pollingCall);
  const { clock, report } = context;
  const reader = createSnapshotReader({ first: api, polling, clock, report }, target);
  const { isTargetKnown } = reader;
  const { observeFailure } = progressLog;
  const snapshots = { read: () => reader(), isTargetKnown, observeFailure };
  return { context, target, api, reader, snapshots, progressLog };
}

/**
 * Returns the same context with other limits, for work that continues after the timeout or a
 * cancel.
 */
export function withLimits(
  { context, target, progressLog }: TemContext,
  limits: Parameters<OperationContext['withLimits']>[0],
): TemContext {
  return createTemContext(context.withLimits(limits), target, progressLog);
}
