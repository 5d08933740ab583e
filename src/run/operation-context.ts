import type { Log } from '../github/log.ts';
import { createMask } from '../github/mask.ts';
import { getFolders } from '../github/runner-env.ts';
import { saveState } from '../github/step-state.ts';
import type { OperationContext } from '../operations/operation.ts';
import type { RunRecord } from '../report/run-record.ts';
import { createClient } from '../tencent/api-client.ts';
import { getStsRegion } from '../tencent/credentials/assume-role.ts';
import { createSts } from '../tencent/services/sts-api.ts';
import type { ConnectedIdentity } from './connect-identity.ts';
import type { Runtime } from './runtime.ts';
import type { SavedStep } from './saved-step.ts';

/** The time that an operation has. */
export interface TimeLimit {
  /** When the step began, in ms since 1970. */
  readonly startedAt: number;
  /** How long it may take, in ms. */
  readonly timeout: number;
  /** What one try of a read may take, in ms, where that is less than usual. */
  readonly readTimeoutMs?: number;
}

/** The step that an operation belongs to. */
export interface ContextOptions {
  readonly limit: TimeLimit;
  readonly report: RunRecord;
  /** What `post` has to know, if something is left to it. */
  readonly savedStep: SavedStep;
}

/** Connects an operation to everything outside of it. */
export function createOperationContext(
  runtime: Runtime,
  log: Log,
  { client: identityClient }: ConnectedIdentity,
  { limit, report, savedStep }: ContextOptions,
): OperationContext {
  const { readTimeoutMs, startedAt, timeout } = limit;
  const client = { ...identityClient, readTimeoutMs };
  const { clock, core, dispatcher, env, random, uploadArtifact } = runtime;
  const { endpoint, onRetry, region, time } = client;
  const cancelSignal = runtime.signal;
  const deadline = startedAt + timeout;
  const deadlineSignal = AbortSignal.any([cancelSignal, clock.timeout(deadline - clock.now())]);
  const limits = { deadline, signal: cancelSignal };
  return {
    clock,
    startedAt,
    deadline,
    cancelSignal,
    deadlineSignal,
    region: region ?? '',
    log,
    report,
    call: createClient({ ...client, ...limits }),
    reconnect: (others) => createClient({ ...client, ...others }),
    caller: () => {
      const sts = { ...client, ...limits, region: getStsRegion(region, endpoint) };
      return createSts(createClient(sts)).getCallerIdentity();
    },
    transfer: { clock, random, deadline, signal: deadlineSignal, dispatcher, onRetry, time },
    folders: getFolders(env),
    uploadArtifact,
    save: (pending) => {
      saveState(core, pending === undefined ? {} : { pending, step: savedStep });
    },
    mask: createMask(core),
  };
}
