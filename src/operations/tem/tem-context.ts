import type { Tem, TemTarget } from '../../tencent/services/tem-api.ts';
import { createTem } from '../../tencent/services/tem-api.ts';
import type { OperationContext } from '../operation.ts';
import type { ProgressLog } from './progress-log.ts';
import { createProgressLog } from './progress-log.ts';
import type { SnapshotReader } from './read-snapshot.ts';
import { createSnapshotReader } from './read-snapshot.ts';

/** An operation at work on one application. */
export interface TemContext {
  readonly context: OperationContext;
  readonly target: TemTarget;
  readonly api: Tem;
  readonly reader: SnapshotReader;
  readonly progressLog: ProgressLog;
}

/** Connects an operation to one application; of `target` only what names the application counts. */
export function createTemContext(context: OperationContext, target: TemTarget): TemContext {
  const { applicationId, environmentId, sourceChannel } = target;
  const { clock, log, startedAt } = context;
  const progressLog = createProgressLog(log, startedAt, clock.now());
  return connect(context, { applicationId, environmentId, sourceChannel }, progressLog);
}

/**
 * The same under another deadline (ms since 1970) and another signal, for what goes on after the
 * timeout or a cancel: the deadline, the signal and the calls change together.
 */
export function withLimits(
  { context, target, progressLog }: TemContext,
  limits: { readonly deadline: number; readonly signal: AbortSignal },
): TemContext {
  const { deadline, signal } = limits;
  const { clock } = context;
  const deadlineSignal = AbortSignal.any([signal, clock.timeout(deadline - clock.now())]);
  const limited: OperationContext = {
    ...context,
    deadline,
    cancelSignal: signal,
    deadlineSignal,
    call: context.reconnect(limits),
    transfer: { ...context.transfer, deadline, signal: deadlineSignal },
  };
  return connect(limited, target, progressLog);
}

function connect(
  context: OperationContext,
  target: TemTarget,
  progressLog: ProgressLog,
): TemContext {
  const { cancelSignal: signal, deadline } = context;
  const api = createTem(context.call);
  // Polls read again anyway, and have to know when nothing could be read.
  const polling = createTem(context.reconnect({ deadline, signal, isPatient: false }));
  const reader = createSnapshotReader({ first: api, polling, clock: context.clock }, target);
  return { context, target, api, reader, progressLog };
}
