import type { Inputs } from './action/inputs.ts';
import type { Log } from './action/log.ts';
import type { EVERY_OPERATION_TAKES } from './action/operation-inputs.ts';
import type { ReadInputs } from './action/read-inputs.ts';
import { saveState } from './action/state.ts';
import type { Step } from './operations/operation.ts';
import { emptyReport } from './operations/report.ts';
import type { RetryReport } from './tencent/client.ts';
import { createClient } from './tencent/client.ts';
import type { Tem } from './tencent/tem.ts';
import { createTem } from './tencent/tem.ts';
import type { World } from './world.ts';

/** The inputs that every operation takes. */
export type CommonInputs = Inputs<never, (typeof EVERY_OPERATION_TAKES)[number]>;

/** Connects a step to the world; it may take until `startedAt + limit`, both in ms. */
export function createStep(
  world: World,
  log: Log,
  { inputs, credentials }: ReadInputs<string>,
  limit: number,
): Step {
  const { clock, core, post, random, signal } = world;
  const { endpoint, language, region } = inputs as unknown as CommonInputs;
  const startedAt = clock.now();
  const deadline = startedAt + limit;
  const onRetry = ({ error, pauseMs }: RetryReport) => {
    log.debug(`${error.action} failed (${error.message}), once more in ${pauseMs} ms`);
  };
  const reconnect: Step['reconnect'] = (limits): Tem => {
    const client = { credentials, endpoint, language, region, clock, post, random, onRetry };
    return createTem(createClient({ ...client, ...limits }));
  };
  return {
    ...{ clock, startedAt, deadline, signal, log, reconnect },
    region: region ?? '',
    report: emptyReport(),
    tem: reconnect({ deadline, signal }),
    save: (pending) => {
      saveState(core, { pending });
    },
    mask: (secret) => {
      core.setSecret(secret);
    },
  };
}
