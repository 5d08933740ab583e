import { DEMO_CAR_APPLICATION } from './car/seed.ts';
import type { CarApplicationSeed } from './car/seed.ts';
import { carService } from './car/service.ts';
import { carWorld } from './car/world.ts';
import type { CarWorld } from './car/world.ts';
import { scaledClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { answerControl, CONTROL_PREFIX } from './control.ts';
import { answerCos } from './cos/gateway.ts';
import type { CosRequest } from './cos/request.ts';
import { isCosRequest } from './cos/target.ts';
import { CosWorld } from './cos/world.ts';
import type { CosOptions } from './cos/world.ts';
import { DEMO_CREDENTIALS } from './credentials.ts';
import type { Credentials } from './credentials.ts';
import { DEMO_TASK } from './dlc/seed.ts';
import type { TaskSeed } from './dlc/seed.ts';
import { dlcService } from './dlc/service.ts';
import { dlcWorld } from './dlc/world.ts';
import type { DlcWorld } from './dlc/world.ts';
import { faultBook } from './faults.ts';
import type { Faults } from './faults.ts';
import { answerApi } from './gateway/api.ts';
import type { Call } from './gateway/call.ts';
import { listen } from './gateway/server.ts';
import { DEMO_FUNCTION } from './scf/seed.ts';
import type { FunctionSeed } from './scf/seed.ts';
import { scfService } from './scf/service.ts';
import { scfWorld } from './scf/world.ts';
import type { ScfWorld } from './scf/world.ts';
import type { StsOptions } from './sts/seed.ts';
import { stsService } from './sts/service.ts';
import { StsWorld } from './sts/world.ts';
import { DEMO_APPLICATION } from './tem/seed.ts';
import type { ApplicationSeed } from './tem/seed.ts';
import { temService } from './tem/service.ts';
import type { Site } from './tem/service.ts';
import { temWorld } from './tem/world.ts';
import type { TemWorld } from './tem/world.ts';

export { APP_ID } from './account.ts';
export { ApiError } from './api-error.ts';
export type { CarVersion, SimulatedCarApplication } from './car/application.ts';
export type { CarBehaviour } from './car/behaviour.ts';
export { DEMO_CAR_APPLICATION } from './car/seed.ts';
export type { CarApplicationSeed, CarVersionSeed } from './car/seed.ts';
export type { CarVersionStatus } from './car/version.ts';
export type { CarWorld } from './car/world.ts';
export { manualClock, scaledClock } from './clock.ts';
export type { Clock, ManualClock } from './clock.ts';
export type { SimulatedBucket } from './cos/bucket.ts';
export type { CosFaultKind, CosFaultRequest, CosFaults } from './cos/faults.ts';
export type { Grant, TemporaryKey } from './cos/keys.ts';
export type { CosObject } from './cos/object.ts';
export type { CosOperation } from './cos/operation.ts';
export type { CosRequest } from './cos/request.ts';
export type { MultipartUpload } from './cos/upload.ts';
export type { BucketSeed, CosBehaviour, CosOptions, CosWorld, UrlForm } from './cos/world.ts';
export { DEMO_CREDENTIALS } from './credentials.ts';
export type { Credentials } from './credentials.ts';
export type { DlcStatus } from './dlc/download.ts';
export { DEMO_TASK } from './dlc/seed.ts';
export type { DlcOutcome, TaskBehaviour, TaskSeed } from './dlc/seed.ts';
export type { Download, SimulatedTask } from './dlc/task.ts';
export type { DlcWorld } from './dlc/world.ts';
export type { FaultKind, FaultRequest, Faults } from './faults.ts';
export type { Call } from './gateway/call.ts';
export type { SimulatedFunction } from './scf/function.ts';
export { DEMO_FUNCTION } from './scf/seed.ts';
export type { FunctionBehaviour, FunctionSeed } from './scf/seed.ts';
export type { ScfWorld } from './scf/world.ts';
export { roleArn, UIN } from './sts/seed.ts';
export type { CallerTrust, ProviderSeed, ProviderTrust, RoleSeed, StsOptions } from './sts/seed.ts';
export type { RoleCredentials, StsWorld } from './sts/world.ts';
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
  /** Default: DEMO_CAR_APPLICATION. */
  car?: { applications?: CarApplicationSeed[] };
  /** Default: DEMO_FUNCTION. */
  scf?: { functions?: FunctionSeed[] };
  /** Default: DEMO_TASK. */
  dlc?: { tasks?: TaskSeed[] };
  cos?: CosOptions;
  /** Default: no identity provider and no role. */
  sts?: StsOptions;
  /** Told of every call when its outcome is known. */
  onCall?: (call: Call) => void;
  /** Told of every request to COS when it has been answered. */
  onCosRequest?: (request: CosRequest) => void;
}

export interface Simulator {
  /** http://127.0.0.1:PORT: one gateway that serves every service. */
  url: string;
  clock: Clock;
  /** Every request, in order. */
  calls: Call[];
  faults: Faults;
  tem: TemWorld;
  car: CarWorld;
  scf: ScfWorld;
  dlc: DlcWorld;
  /** Identity providers, roles, and the credentials given away. */
  sts: StsWorld;
  /** Buckets, objects, uploads in progress, requests and faults of their own. */
  cos: CosWorld;
  /** For the action's input cos-endpoint; the part "/{bucket}" may be left out for the default bucket. */
  cosEndpoint: string;
  /** The same, with the region in the address: COS redirects where the bucket is in another one. */
  cosRegionalEndpoint: string;
  /** Closes keep-alive and hanging connections too. */
  close(): Promise<void>;
}

/** Starts Tencent Cloud in this process. Rejects where the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { clock = scaledClock({ speed: 1 }), site = 'china' } = options;
  const { onCall = () => undefined, onCosRequest = () => undefined } = options;
  const credentials = [...(options.credentials ?? [DEMO_CREDENTIALS])];
  const worlds = openWorlds(options, credentials, clock);
  const { tem, car, scf, dlc, cos } = worlds;
  const sts = new StsWorld(options.sts ?? {}, clock, (issued) => {
    credentials.push(issued);
    cos.keys.admit(issued);
  });
  const services = [
    temService(tem, site, clock, cos),
    carService(car),
    scfService(scf),
    dlcService(dlc, () => clock.now()),
    stsService(sts),
  ];
  const calls: Call[] = [];
  const faults = faultBook();
  const closing = new AbortController();
  const cloud = { services, credentials };
  const gateway = { cloud, clock, faults, calls, onCall, closing: closing.signal };
  const cosGateway = { world: cos, clock, onRequest: onCosRequest, closing: closing.signal };
  const control = { ...worlds, faults, calls, now: () => clock.now() };
  const server = await listen(options.port ?? 0, (message, response) => {
    const { url = '', headers } = message;
    if (isCosRequest(headers.host ?? '', url)) return answerCos(cosGateway, message, response);
    if (url.startsWith(CONTROL_PREFIX)) return answerControl(control, message, response);
    return answerApi(gateway, message, response);
  });
  cos.origin = server.url;
  return {
    ...worlds,
    sts,
    url: server.url,
    cosEndpoint: `${server.url}/cos/{bucket}`,
    cosRegionalEndpoint: `${server.url}/cos.{region}/{bucket}`,
    ...{ clock, calls, faults },
    close: () => {
      closing.abort();
      return server.close();
    },
  };
}

function openWorlds(
  options: SimulatorOptions,
  credentials: readonly Credentials[],
  clock: Clock,
): Pick<Simulator, 'tem' | 'car' | 'scf' | 'dlc' | 'cos'> {
  const cos = new CosWorld(options.cos ?? {}, credentials, clock);
  return {
    cos,
    tem: temWorld(options.tem?.applications ?? [DEMO_APPLICATION], clock),
    car: carWorld(options.car?.applications ?? [DEMO_CAR_APPLICATION], clock, cos),
    scf: scfWorld(options.scf?.functions ?? [DEMO_FUNCTION], clock, cos),
    dlc: dlcWorld(options.dlc?.tasks ?? [DEMO_TASK], clock, cos),
  };
}
