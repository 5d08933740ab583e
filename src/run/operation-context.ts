import type { Inputs } from '../github/inputs/input-declarations.ts';
import type { Log } from '../github/log.ts';
import { createMask } from '../github/mask.ts';
import type { EVERY_OPERATION_TAKES } from '../github/inputs/operation-inputs.ts';
import type { ReadInputs } from '../github/inputs/read-inputs.ts';
import { foldersOf } from '../github/runner-env.ts';
import { saveState } from '../github/step-state.ts';
import type { Step } from '../operations/operation.ts';
import { emptyReport } from '../report/run-record.ts';
import type { ConnectedIdentity } from './connect-identity.ts';
import { createClient } from '../tencent/api-client.ts';
import { stsRegion } from '../tencent/credentials/assume-role.ts';
import { createSts } from '../tencent/services/sts-api.ts';
import type { World } from './runtime.ts';

/** The inputs that every operation takes. */
export type CommonInputs = Inputs<never, (typeof EVERY_OPERATION_TAKES)[number]>;

/** Connects a step to the world; it may take until `startedAt + limit`, both in ms. */
export function createStep(
  world: World,
  log: Log,
  { inputs }: ReadInputs<string>,
  { credentials, time, onRetry }: ConnectedIdentity,
  limit: number,
): Step {
  const { clock, core, dispatcher, post, random, signal, uploadArtifact } = world;
  const { endpoint, language, region } = inputs as unknown as CommonInputs;
  const startedAt = clock.now();
  const deadline = startedAt + limit;
  const whole = AbortSignal.any([signal, clock.timeout(limit)]);
  const client = { credentials, time, endpoint, language, region, clock, post, random, onRetry };
  const reconnect: Step['reconnect'] = (limits) => createClient({ ...client, ...limits });
  return {
    ...{ clock, startedAt, deadline, signal, log, reconnect },
    region: region ?? '',
    report: emptyReport(),
    call: reconnect({ deadline, signal }),
    caller: () => {
      const inRegion = stsRegion(region, endpoint);
      const sts = { ...client, region: inRegion, deadline, signal };
      return createSts(createClient(sts)).getCallerIdentity();
    },
    wire: { clock, random, deadline, signal: whole, dispatcher, onRetry, time },
    folders: foldersOf(world.env),
    uploadArtifact,
    save: (pending) => {
      saveState(core, { pending });
    },
    mask: createMask(core),
  };
}
