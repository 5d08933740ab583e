import { Agent, globalAgent } from 'node:http';
import type { AgentOptions } from 'node:http';
import { createRequire } from 'node:module';
import { dlc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/dlc/index.js';
import { scf } from 'tencentcloud-sdk-nodejs/tencentcloud/services/scf/index.js';
import { sts } from 'tencentcloud-sdk-nodejs/tencentcloud/services/sts/index.js';
import { tem } from 'tencentcloud-sdk-nodejs/tencentcloud/services/tem/index.js';
import { DEMO_CREDENTIALS } from '../../../simulator/index.ts';
import type { Simulator } from '../../../simulator/index.ts';

type ClientConfig = ConstructorParameters<typeof tem.v20210701.Client>[0];

type Found = (error: null, address: string | object[], family?: number) => void;

function lookupLoopback(_: string, { all }: { all?: boolean }, found: Found): void {
  if (all === true) found(null, [{ address: '127.0.0.1', family: 4 }]);
  else found(null, '127.0.0.1', 4);
}

/** The official SDK takes the service from the endpoint's first label. */
function configuration(
  simulator: Simulator,
  service: string,
  credential: ClientConfig['credential'] = DEMO_CREDENTIALS,
): ClientConfig {
  return {
    credential,
    region: 'ap-guangzhou',
    profile: {
      httpProfile: {
        endpoint: `${service}.localhost:${new URL(simulator.url).port}`,
        protocol: 'http://',
        agent: new Agent({ lookup: lookupLoopback } as AgentOptions),
      },
    },
  };
}

export function scfClient(simulator: Simulator): InstanceType<typeof scf.v20180416.Client> {
  return new scf.v20180416.Client(configuration(simulator, 'scf'));
}

export function dlcClient(simulator: Simulator): InstanceType<typeof dlc.v20210125.Client> {
  return new dlc.v20210125.Client(configuration(simulator, 'dlc'));
}

export function stsClient(
  simulator: Simulator,
  credential: ClientConfig['credential'],
): InstanceType<typeof sts.v20180813.Client> {
  return new sts.v20180813.Client(configuration(simulator, 'sts', credential));
}

export type TemClient = InstanceType<typeof tem.v20210701.Client>;

export function temClient(simulator: Simulator): TemClient {
  return new tem.v20210701.Client(configuration(simulator, 'tem'));
}

export interface CarVersionAnswer {
  ApplicationVersionId: string;
  ApplicationVersionSize: number;
  ApplicationVersionStatus: string;
  ApplicationVersionName: string;
  CreateTime: string;
  ApplicationVersionRegions: string[] | null;
  ApplicationVersionUpdateMode: string | null;
}

export interface CarAnswer {
  Version: CarVersionAnswer;
  Versions: CarVersionAnswer[];
  SecretID: string;
  SecretKey: string;
  SessionToken: string;
  CosBucket: string;
  CosRegion: string;
  Path: string;
  StartTime: number;
  ExpiredTime: number;
  FileInfoList: { FilePath: string; FileState: string }[];
  RequestId: string;
}

export interface CarClient {
  call(action: string, parameters: Record<string, unknown>): Promise<CarAnswer>;
}

interface IntlSdk {
  common: {
    Credential: new (secretId: string, secretKey: string) => object;
    ClientProfile: new () => {
      signMethod: string;
      httpProfile: { endpoint: string; protocol: string };
    };
  };
  car: {
    Client: new (credential: object, region: string, profile: object) => Record<string, CarMethod>;
    Models: Record<string, new () => { from_json_string(json: string): void }>;
  };
}

type CarMethod = (
  request: object,
  done: (error: Error | null, answer: CarAnswer) => void,
) => unknown;

/** CAR's management of versions is in the international SDK alone. */
export function carClient(simulator: Simulator): CarClient {
  const load = createRequire(import.meta.url);
  const root = 'tencentcloud-sdk-nodejs-intl-en/tencentcloud';
  const common = load(`${root}/common/index.js`) as IntlSdk['common'];
  const { Client, Models } = load(`${root}/car/v20220110/index.js`) as IntlSdk['car'];
  // It takes no agent, but uses the global one.
  Object.assign((globalAgent as Agent & { options: object }).options, { lookup: lookupLoopback });
  const profile = new common.ClientProfile();
  profile.httpProfile.endpoint = `car.localhost:${new URL(simulator.url).port}`;
  profile.httpProfile.protocol = 'http://';
  profile.signMethod = 'TC3-HMAC-SHA256';
  const { secretId, secretKey } = DEMO_CREDENTIALS;
  const client = new Client(new common.Credential(secretId, secretKey), '', profile);
  return {
    call: (action, parameters) =>
      new Promise((resolve, reject) => {
        const Request = Models[`${action}Request`];
        if (Request === undefined) throw new Error(`The SDK has no ${action}.`);
        const request = new Request();
        request.from_json_string(JSON.stringify(parameters));
        client[action]?.(request, (error, answer) => {
          if (error === null) resolve(answer);
          else reject(error);
        });
      }),
  };
}
