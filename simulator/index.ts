import type { IncomingMessage } from 'node:http';
import { scaledClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { answerControl, CONTROL_PREFIX } from './control.ts';
import { DEMO_CREDENTIALS } from './credentials.ts';
import type { Credentials } from './credentials.ts';
import { faultBook } from './faults.ts';
import type { Faults } from './faults.ts';
import { answerApi } from './gateway/api.ts';
import type { Call } from './gateway/call.ts';
import { listen } from './gateway/server.ts';
import { DEMO_APPLICATION } from './tem/seed.ts';
import type { ApplicationSeed } from './tem/seed.ts';
import { temService } from './tem/service.ts';
import type { Site } from './tem/service.ts';
import { temWorld } from './tem/world.ts';
import type { TemWorld } from './tem/world.ts';

export { ApiError } from './api-error.ts';
export { manualClock, scaledClock } from './clock.ts';
export type { Clock, ManualClock } from './clock.ts';
export { DEMO_CREDENTIALS } from './credentials.ts';
export type { Credentials } from './credentials.ts';
export type { FaultKind, FaultRequest, Faults } from './faults.ts';
export type { Call } from './gateway/call.ts';
export type { Rollout, SimulatedApplication, SimulatedPod } from './tem/application.ts';
export type { Behaviour, Crash } from './tem/behaviour.ts';
export type { RollingUpdateParameters, Strategy } from './tem/plan.ts';
export type { RolloutPhase } from './tem/rollout-state.ts';
export { DEMO_APPLICATION } from './tem/seed.ts';
export type { ApplicationSeed } from './tem/seed.ts';
export type { Site } from './tem/service.ts';
export { SECRET_MARK } from './tem/webshell.ts';
export type { TemWorld } from './tem/world.ts';

export interface SimulatorOptions {
  /** 0 (default) = any; listens on 127.0.0.1. */
  port?: number;
  /** Default: scaledClock({ speed: 1 }). */
  clock?: Clock;
  /** Default: 'china'. The international definition of TEM lacks Detail, Resume and Revert. */
  site?: Site;
  /** Default: DEMO_CREDENTIALS. */
  credentials?: Credentials[];
  /** Default: DEMO_APPLICATION. */
  tem?: { applications?: ApplicationSeed[] };
  /** Told of every call when its outcome is known. */
  onCall?: (call: Call) => void;
}

export interface Simulator {
  /** http://127.0.0.1:PORT: one gateway that serves every service. */
  url: string;
  clock: Clock;
  /** Every request, in order. */
  calls: Call[];
  faults: Faults;
  tem: TemWorld;
  /** Closes keep-alive and hanging connections too. */
  close(): Promise<void>;
}

/** Starts Tencent Cloud in this process. Rejects where the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { clock = scaledClock({ speed: 1 }), site = 'china', onCall = () => undefined } = options;
  const tem = temWorld(options.tem?.applications ?? [DEMO_APPLICATION], clock);
  const services = [temService(tem, site, clock)];
  const cloud = { services, credentials: options.credentials ?? [DEMO_CREDENTIALS] };
  const calls: Call[] = [];
  const faults = faultBook();
  const closing = new AbortController();
  const gateway = { cloud, clock, faults, calls, onCall, closing: closing.signal };
  const control = { faults, calls, tem, now: () => clock.now() };
  const server = await listen(options.port ?? 0, (message, response) =>
    isControl(message)
      ? answerControl(control, message, response)
      : answerApi(gateway, message, response),
  );
  const close = (): Promise<void> => {
    closing.abort();
    return server.close();
  };
  return { url: server.url, clock, calls, faults, tem, close };
}

function isControl(message: IncomingMessage): boolean {
  return (message.url ?? '').startsWith(CONTROL_PREFIX);
}
