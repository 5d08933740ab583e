import type { IncomingMessage, ServerResponse } from 'node:http';
import { DEMO_CREDENTIALS } from './account.ts';
import type { Credentials } from './account.ts';
import { scaledClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { isCosRequest } from './cos/cos-address.ts';
import type { CosRequest } from './cos/cos-operations.ts';
import { handleCosRequest } from './cos/cos-gateway.ts';
import { CosWorld } from './cos/cos-world.ts';
import type { CosOptions } from './cos/cos-world.ts';
import { apiFaultSchedule } from './gateway/api-faults.ts';
import type { ApiFaultSchedule } from './gateway/api-faults.ts';
import { answerCall, handleApiRequest } from './gateway/api-gateway.ts';
import type { Call, IncomingCall } from './gateway/api-gateway.ts';
import type { Service, Site } from './gateway/service.ts';
import { listen } from './http-server.ts';
import { openServices } from './open-services.ts';
import type { ServiceOptions, ServiceWorlds } from './open-services.ts';

export { APP_ID, DEMO_CREDENTIALS, SECRET_MARK, UIN } from './account.ts';
export type { Credentials } from './account.ts';
export { ApiError } from './api-error.ts';
export { manualClock, scaledClock } from './clock.ts';
export type { Clock, ManualClock } from './clock.ts';
export type { FaultKind } from './fault-effects.ts';
export type { FaultRequest } from './gateway/api-faults.ts';
export type { Call, IncomingCall } from './gateway/api-gateway.ts';
export type { Service, ServiceContract, Site } from './gateway/service.ts';
export { listContracts } from './open-services.ts';

export { serveApplication } from './application/served-application.ts';
export type { Manners } from './application/manners.ts';
export type { ServedApplication, ServeOptions } from './application/served-application.ts';
export type { CarVersion, SimulatedCarApplication } from './car/car-application.ts';
export { DEMO_CAR_APPLICATION } from './car/car-seed.ts';
export type { CarApplicationSeed, CarVersionSeed } from './car/car-seed.ts';
export type { CarBehaviour } from './car/car-version.ts';
export type { CosOperation } from './cos/cos-operations.ts';
export type { CosFaultKind, CosFaultRequest } from './cos/cos-faults.ts';
export type { UrlForm } from './cos/cos-world.ts';
export type { Grant } from './cos/temporary-keys.ts';
export { DEMO_TASK } from './dlc/dlc-task.ts';
export type { SimulatedTask, TaskSeed } from './dlc/dlc-task.ts';
export { DEMO_FUNCTION } from './scf/scf-function.ts';
export type { FunctionSeed, SimulatedFunction } from './scf/scf-function.ts';
export type { ProviderSeed } from './sts/id-token.ts';
export { roleArn } from './sts/sts-world.ts';
export type { RoleSeed, StsOptions } from './sts/sts-world.ts';
export type { SimulatedApplication } from './tem/tem-application.ts';
export { DEMO_APPLICATION } from './tem/tem-seed.ts';
export type { ApplicationSeed, Behaviour } from './tem/tem-seed.ts';

export interface SimulatorOptions extends ServiceOptions {
  /** 0 (default) = any; listens on 127.0.0.1. */
  port?: number;
  /** How long an idle connection is kept. Default: Node's 5 s. */
  idleSeconds?: number | undefined;
  /** Default: scaledClock({ speed: 1 }). */
  clock?: Clock;
  /** Default: 'china'. The international definition of TEM lacks Detail, Resume and Revert. */
  site?: Site;
  /** Default: DEMO_CREDENTIALS. */
  credentials?: Credentials[];
  cos?: CosOptions;
  /** Returns the services that answer: others, such as a recording, or these with changes. */
  serve?: (services: Service[], clock: Clock) => Service[];
  /** Called for every call when its outcome is known. */
  onCall?: (call: Call) => void;
  /** Called for every request to COS when it has been answered. */
  onCosRequest?: (request: CosRequest) => void;
}

export interface Simulator extends ServiceWorlds {
  /** http://127.0.0.1:PORT: one gateway for every service. */
  url: string;
  clock: Clock;
  /** Every request, in order. */
  calls: Call[];
  faults: ApiFaultSchedule;
  /** Buckets, objects, uploads in progress, requests and faults of COS. */
  cos: CosWorld;
  /** For the action's input cos-endpoint. */
  cosEndpoint: string;
  /** The same with the region in the address: COS redirects if the bucket is in another one. */
  cosRegionalEndpoint: string;
  /** Responds to an API call that did not arrive over HTTP, including faults. */
  answer(call: IncomingCall): Promise<void>;
  /** Closes keep-alive and hanging connections too. */
  close(): Promise<void>;
}

/** Starts the simulated Tencent Cloud in this process. Rejects if the port is in use. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { clock = scaledClock({ speed: 1 }), site = 'china' } = options;
  const { onCall = () => undefined, onCosRequest = () => undefined } = options;
  const credentials = [...(options.credentials ?? [DEMO_CREDENTIALS])];
  const cos = new CosWorld(options.cos ?? {}, credentials, clock);
  const admit = (issued: Credentials): void => {
    credentials.push(issued);
    cos.keys.admit(issued);
  };
  const { worlds, services } = openServices({ clock, site, cos, admit }, options);
  const calls: Call[] = [];
  const faults = apiFaultSchedule();
  const closing = new AbortController();
  const { signal } = closing;
  const cloud = { services: options.serve?.(services, clock) ?? services, credentials };
  const api = { cloud, clock, faults, calls, onCall, closing: signal };
  const storage = { world: cos, clock, onRequest: onCosRequest, closing: signal };
  const { port = 0, idleSeconds } = options;
  const handle = (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isForCos = isCosRequest(message.headers.host ?? '', message.url ?? '');
    return isForCos
      ? handleCosRequest(storage, message, response)
      : handleApiRequest(api, message, response);
  };
  const server = await listen(port, handle, { idleSeconds });
  cos.origin = server.url;
  return {
    ...worlds,
    url: server.url,
    clock,
    calls,
    faults,
    cos,
    cosEndpoint: `${server.url}/cos/{bucket}`,
    cosRegionalEndpoint: `${server.url}/cos.{region}/{bucket}`,
    answer: (call) => answerCall(api, call),
    close: () => {
      closing.abort();
      return server.close();
    },
  };
}
