import type { Inputs } from '../github/inputs/input-declarations.ts';
import type { Log } from '../github/log.ts';
import { createMask } from '../github/mask.ts';
import type { COMMON_INPUTS } from '../github/inputs/operation-inputs.ts';
import type { ReadInputs } from '../github/inputs/read-inputs.ts';
import { getFolders } from '../github/runner-env.ts';
import { saveState } from '../github/step-state.ts';
import type { OperationContext } from '../operations/operation.ts';
import { createRunRecord } from '../report/run-record.ts';
import type { ConnectedIdentity } from './connect-identity.ts';
import { createClient } from '../tencent/api-client.ts';
import { getStsRegion } from '../tencent/credentials/assume-role.ts';
import { createSts } from '../tencent/services/sts-api.ts';
import type { Runtime } from './runtime.ts';

/** The inputs that every operation takes. */
export type CommonInputs = Inputs<never, (typeof COMMON_INPUTS)[number]>;

/** Connects a step to the world; it may take until `startedAt + limit`, both in ms. */
export function createOperationContext(
  runtime: Runtime,
  log: Log,
  { inputs }: ReadInputs<string>,
  { credentials, time, onRetry }: ConnectedIdentity,
  limit: number,
): OperationContext {
  const { clock, core, dispatcher, post, random, signal, uploadArtifact } = runtime;
  const { endpoint, language, region } = inputs as unknown as CommonInputs;
  const startedAt = clock.now();
  const deadline = startedAt + limit;
  const whole = AbortSignal.any([signal, clock.timeout(limit)]);
  const client = { credentials, time, endpoint, language, region, clock, post, random, onRetry };
  const reconnect: OperationContext['reconnect'] = (limits) =>
    createClient({ ...client, ...limits });
  return {
    ...{ clock, startedAt, deadline, cancelSignal: signal, log, reconnect },
    region: region ?? '',
    report: createRunRecord(),
    call: reconnect({ deadline, signal }),
    caller: () => {
      const inRegion = getStsRegion(region, endpoint);
      const sts = { ...client, region: inRegion, deadline, signal };
      return createSts(createClient(sts)).getCallerIdentity();
    },
    transfer: { clock, random, deadline, signal: whole, dispatcher, onRetry, time },
    folders: getFolders(runtime.env),
    uploadArtifact,
    save: (pending) => {
      saveState(core, { pending });
    },
    mask: createMask(core),
  };
}
