import type { Inputs } from './action/inputs.ts';
import type { Log } from './action/log.ts';
import { createMask } from './action/mask.ts';
import type { EVERY_OPERATION_TAKES } from './action/operation-inputs.ts';
import type { ReadInputs } from './action/read-inputs.ts';
import { foldersOf } from './action/folders.ts';
import { saveState } from './action/state.ts';
import type { Step } from './operations/operation.ts';
import { emptyReport } from './operations/report.ts';
import type { ConnectedIdentity } from './identity.ts';
import { createClient } from './tencent/client.ts';
import { stsRegion } from './tencent/identity/sts-region.ts';
import { createSts } from './tencent/sts.ts';
import type { World } from './world.ts';

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
