import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/tencent/json.ts';
import type { Car } from '../../../src/tencent/services/car-api.ts';
import { createCar } from '../../../src/tencent/services/car-api.ts';
import type { ServiceCall } from './service-calls.ts';
import { cloud, expectServiceCall } from './service-calls.ts';

const IN_USE = {
  ApplicationVersionId: 'ver-uechqlx',
  ApplicationVersionSize: 1024,
  ApplicationVersionStatus: 'Inuse',
  ApplicationVersionName: 'game',
  CreateTime: '2021-08-29T08:00:30Z',
};
const VERSION = {
  versionId: 'ver-uechqlx',
  name: 'game',
  size: 1024,
  status: 'Inuse',
  createTime: '2021-08-29T08:00:30Z',
};
const NO_VERSION = { versionId: '', name: '', size: undefined, status: '', createTime: '' };

const CREDENTIAL = {
  SecretID: 'AKID1',
  SecretKey: 'key',
  SessionToken: 'session',
  CosBucket: 'examplebucket-1250000000',
  CosRegion: 'ap-guangzhou',
  Path: '103121832/app-1/ver-1/app-1.rar',
  StartTime: 1500000,
  ExpiredTime: 1900000,
};

const NEW_VERSION = { applicationId: 'app-1', applicationFileName: 'game.zip' };

// Names and types are those of the API's definitions, the responses those of its examples.
const CALLS: readonly ServiceCall<Car>[] = [
  {
    action: 'DescribeApplicationVersion',
    effect: 'read',
    make: (client) => client.describeApplicationVersion('app-1'),
    parameters: { ApplicationId: 'app-1' },
    response: { Versions: [IN_USE, {}] },
    value: [VERSION, NO_VERSION],
  },
  {
    action: 'CreateApplicationVersion',
    effect: 'change',
    make: (client) => client.createApplicationVersion(NEW_VERSION),
    parameters: { ApplicationId: 'app-1', ApplicationFileName: 'game.zip' },
    response: { Version: IN_USE },
    value: VERSION,
  },
  {
    action: 'CreateApplicationVersion',
    effect: 'change',
    make: (client) =>
      client.createApplicationVersion({
        ...NEW_VERSION,
        regions: ['ap-tokyo'],
        updateMode: 'INCREMENT',
      }),
    parameters: {
      ApplicationId: 'app-1',
      ApplicationFileName: 'game.zip',
      ApplicationVersionRegions: ['ap-tokyo'],
      ApplicationVersionUpdateMode: 'INCREMENT',
    },
    response: { Version: IN_USE },
    value: VERSION,
  },
  {
    action: 'DescribeCosCredential',
    effect: 'read',
    make: (client) => client.describeCosCredential('app-1', 'game.rar'),
    parameters: { ApplicationId: 'app-1', ApplicationFileName: 'game.rar' },
    response: CREDENTIAL,
    value: {
      secretId: 'AKID1',
      secretKey: 'key',
      token: 'session',
      bucket: 'examplebucket-1250000000',
      region: 'ap-guangzhou',
      path: '103121832/app-1/ver-1/app-1.rar',
      expiredTime: 1900000,
    },
  },
  {
    action: 'SetApplicationVersionOnline',
    effect: 'guarded-change',
    make: (client) => client.setApplicationVersionOnline('app-1', 'ver-1'),
    parameters: { ApplicationId: 'app-1', ApplicationVersionId: 'ver-1' },
    response: { Versions: [IN_USE] },
    value: [VERSION],
  },
  {
    action: 'DeleteApplicationVersion',
    effect: 'guarded-change',
    make: (client) => client.deleteApplicationVersion('app-1', 'ver-1'),
    parameters: { ApplicationId: 'app-1', ApplicationVersionId: 'ver-1' },
    response: {},
    value: undefined,
  },
];

describe('CAR', () => {
  it.each(CALLS)('$action, a $effect, sends $parameters', (row) =>
    expectServiceCall({ service: 'car', version: '2022-01-10' }, createCar, row),
  );

  const create = (car: Car) => car.createApplicationVersion(NEW_VERSION);
  const upload = (car: Car) => car.describeCosCredential('app-1', 'game.rar');
  it.each<[string, JsonObject, (client: Car) => Promise<unknown>]>([
    ['CreateApplicationVersion', {}, create],
    ['CreateApplicationVersion', { Version: null }, create],
    ['CreateApplicationVersion', { Version: { ApplicationVersionStatus: 'Creating' } }, create],
    ['DescribeCosCredential', { ...CREDENTIAL, CosBucket: '' }, upload],
    ['DescribeCosCredential', { ...CREDENTIAL, Path: null }, upload],
  ])('%s without a field that we rely on: %j', async (action, response, make) => {
    const code = 'ambiguous-response';
    const made = make(createCar(cloud(response).call));
    await expect(made).rejects.toMatchObject({ action, code });
  });
});
