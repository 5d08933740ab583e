import type { Log } from '../github/log.ts';
import { createMask } from '../github/mask.ts';
import { getFolders } from '../github/runner-env.ts';
import { saveState } from '../github/step-state.ts';
import type { LastFailure } from '../operations/last-failure.ts';
import type { OperationContext } from '../operations/operation.ts';
import type { RunRecord } from '../report/run-record.ts';
import { abortable } from '../tencent/abortable.ts';
import { createClient } from '../tencent/api-client.ts';
import { getStsRegion } from '../tencent/credentials/assume-role.ts';
import { createSts } from '../tencent/services/sts-api.ts';
import type { Duration } from '../text/message.ts';
import type { ConnectedIdentity } from './connect-identity.ts';
import { getConsoleUrl } from './console-url.ts';
import type { Runtime } from './runtime.ts';
import type { SavedStep } from './saved-step.ts';

/** The step that an operation belongs to, and its time limits. */
export interface ContextOptions {
  /** When the step began, in ms since 1970. */
  readonly startedAt: number;
  /** In ms since 1970. */
  readonly deadline: number;
  /** The step's own limit, for texts; it stays when work continues after the deadline. */
  readonly timeLimit: Duration;
  /** By default the runtime's. */
  readonly cancelSignal?: AbortSignal;
  /** The limit for one try of a read, in ms, if it is less than usual. */
  readonly readTimeoutMs?: number;
  readonly report: RunRecord;
  /** By default no read has failed yet. */
  readonly lastFailure?: LastFailure;
  readonly onTargetChecked?: () => void;
  /** What `post` needs to know if something is left to it. */
  readonly savedStep: SavedStep;
}

/** Connects an operation to everything outside of it. */
export function createOperationContext(
  runtime: Runtime,
  log: Log,
  identity: ConnectedIdentity,
  options: ContextOptions,
): OperationContext {
  const { clock, core, dispatcher, env, probeOnce, random, startProber, uploadArtifact } = runtime;
  const {
    cancelSignal = runtime.cancelSignal,
    deadline,
    lastFailure = { error: undefined },
    onTargetChecked = () => undefined,
    readTimeoutMs,
    report,
    savedStep,
    startedAt,
    timeLimit,
  } = options;
  const { endpoint, onRetry, region, time } = identity.client;
  const client = { ...identity.client, readTimeoutMs, deadline, signal: cancelSignal };
  const onChange = () => {
    report.isChanged = true;
  };
  const deadlineSignal = AbortSignal.any([cancelSignal, clock.timeout(deadline - clock.now())]);
  return {
    clock,
    startedAt,
    deadline,
    timeLimit,
    cancelSignal,
    deadlineSignal,
    region: region ?? '',
    log,
    report,
    lastFailure,
    call: createClient({ ...client, onChange }),
    pollingCall: createClient({ ...client, isPatient: false }),
    consoleUrl: getConsoleUrl(savedStep.operation, endpoint),
    withLimits: (limits) =>
      createOperationContext(runtime, log, identity, { ...options, lastFailure, ...limits }),
    caller: () => {
      const sts = { ...client, region: getStsRegion(region, endpoint) };
      return createSts(createClient(sts)).getCallerIdentity();
    },
    transfer: { clock, random, deadline, dispatcher, onRetry, time },
    startProber,
    probeOnce,
    folders: getFolders(env),
    uploadArtifact: async (...file) => {
      deadlineSignal.throwIfAborted();
      return abortable(uploadArtifact(...file), deadlineSignal);
    },
    save: (pending) => {
      saveState(core, pending === undefined ? {} : { pending, step: savedStep });
    },
    onTargetChecked,
    mask: createMask(core),
  };
}
