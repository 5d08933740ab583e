import type { Snapshot } from '../../rollout/snapshot.ts';
import type { Tem, TemTarget } from '../../tencent/services/tem-api.ts';
import { createTem } from '../../tencent/services/tem-api.ts';
import type { FailureWatch } from '../last-failure.ts';
import { watchFailures } from '../last-failure.ts';
import type { OperationContext } from '../operation.ts';
import type { PollOptions } from '../poll.ts';
import { pollUntil } from '../poll.ts';
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
  readonly progressLog: ProgressLog;
  /** Tracks reads that failed and were tolerated. */
  readonly failures: FailureWatch;
}

/**
 * Connects an operation to an application; of `target` only the fields that identify it are used.
 */
export function createTemContext(context: OperationContext, target: TemTarget): TemContext {
  const { applicationId, environmentId, sourceChannel } = target;
  const named = { applicationId, environmentId, sourceChannel };
  const progressLog = createProgressLog(context);
  return connect(context, named, { progressLog, failures: watchFailures() });
}

/**
 * Returns the same context with other limits, for work that continues after the timeout or a
 * cancel.
 */
export function withLimits(
  { context, target, ...kept }: TemContext,
  limits: Parameters<OperationContext['withLimits']>[0],
): TemContext {
  return connect(context.withLimits(limits), target, kept);
}

function connect(
  context: OperationContext,
  target: TemTarget,
  { progressLog, failures }: Pick<TemContext, 'progressLog' | 'failures'>,
): TemContext {
  const api = createTem(context.call);
  const polling = createTem(context.pollingCall);
  const reader = createSnapshotReader({ first: api, polling, clock: context.clock }, target);
  return { context, target, api, reader, progressLog, failures };
}

interface SnapshotPollOptions<Result> extends Pick<
  PollOptions<Snapshot, Result>,
  'interval' | 'until' | 'decide'
> {
  /** Takes a snapshot; by default a full one. */
  readonly read?: () => Promise<Snapshot>;
}

/** Polls the application as `pollUntil` does; every snapshot is recorded in the report. */
export async function pollSnapshots<Result>(
  tem: TemContext,
  options: SnapshotPollOptions<Result>,
): Promise<Result | undefined> {
  const { context, failures, progressLog, reader } = tem;
  const { read = () => reader(), decide, ...times } = options;
  return pollUntil(context, {
    ...times,
    read: () => failures.watch(read),
    isTargetKnown: reader.isTargetKnown,
    decide: (snapshot, ...seen) => {
      context.report.last = snapshot;
      return decide(snapshot, ...seen);
    },
    observeFailure: progressLog.observeFailure,
  });
}
