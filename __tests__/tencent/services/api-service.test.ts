import { describe, expect, it } from '@jest/globals';
import { createCar } from '../../../src/tencent/services/car-api.ts';
import type { ApiCall, Call } from '../../../src/tencent/api-client.ts';
import { createDlc } from '../../../src/tencent/services/dlc-api.ts';
import type { JsonObject } from '../../../src/tencent/json.ts';
import { isOutcomeUnknown } from '../../../src/tencent/retry.ts';
import { createScf } from '../../../src/tencent/services/scf-api.ts';
import { createTem } from '../../../src/tencent/services/tem-api.ts';
import { rejection } from '../calls.ts';

/** A cloud that gives this Response to every call, and the calls that it got. */
function cloud(response: JsonObject): { readonly call: Call; readonly calls: ApiCall[] } {
  const calls: ApiCall[] = [];
  const call: Call = (made) => {
    calls.push(made);
    return Promise.resolve({ response, requestId: 'r-1' });
  };
  return { call, calls };
}

interface Row {
  readonly named: Pick<ApiCall, 'service' | 'version' | 'action' | 'effect'>;
  readonly make: (call: Call) => Promise<unknown>;
  readonly parameters: JsonObject;
  readonly response: JsonObject;
  readonly value: unknown;
}

const CAR = { service: 'car', version: '2022-01-10' };
const SCF = { service: 'scf', version: '2018-04-16' };
const DLC = { service: 'dlc', version: '2021-01-25' };
const TEM = { service: 'tem', version: '2021-07-01' };

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
  status: 'Inuse',
  createTime: '2021-08-29T08:00:30Z',
};
const NO_VERSION = { versionId: '', name: '', status: '', createTime: '' };

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

const COS_TOKEN = {
  TmpSecretId: 'AKID1',
  TmpSecretKey: 'key',
  SessionToken: 'session',
  Bucket: 'tem-1250000000',
  Region: 'ap-guangzhou',
  StartTime: '1500000',
  ExpiredTime: '1900000',
  FullPath: 'tem/pkg/1/app-1/2/shop.jar',
};

const PACKAGE = { applicationId: 'app-1', packageName: 'shop.jar', deployVersion: 'v1' };
const NEW_VERSION = { applicationId: 'app-1', applicationFileName: 'game.zip' };

// Names and types are those of the API's definitions, the answers those of its examples.
const ROWS: readonly Row[] = [
  {
    named: { ...CAR, action: 'DescribeApplicationVersion', effect: 'read' },
    make: (call) => createCar(call).describeApplicationVersion('app-1'),
    parameters: { ApplicationId: 'app-1' },
    response: { Versions: [IN_USE, {}] },
    value: [VERSION, NO_VERSION],
  },
  {
    named: { ...CAR, action: 'CreateApplicationVersion', effect: 'change' },
    make: (call) => createCar(call).createApplicationVersion(NEW_VERSION),
    parameters: { ApplicationId: 'app-1', ApplicationFileName: 'game.zip' },
    response: { Version: IN_USE },
    value: VERSION,
  },
  {
    named: { ...CAR, action: 'CreateApplicationVersion', effect: 'change' },
    make: (call) =>
      createCar(call).createApplicationVersion({
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
    named: { ...CAR, action: 'DescribeCosCredential', effect: 'read' },
    make: (call) => createCar(call).describeCosCredential('app-1', 'game.rar'),
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
    named: { ...CAR, action: 'SetApplicationVersionOnline', effect: 'change' },
    make: (call) => createCar(call).setApplicationVersionOnline('app-1', 'ver-1'),
    parameters: { ApplicationId: 'app-1', ApplicationVersionId: 'ver-1' },
    response: { Versions: [IN_USE] },
    value: [VERSION],
  },
  {
    named: { ...CAR, action: 'DeleteApplicationVersion', effect: 'change' },
    make: (call) => createCar(call).deleteApplicationVersion('app-1', 'ver-1'),
    parameters: { ApplicationId: 'app-1', ApplicationVersionId: 'ver-1' },
    response: {},
    value: undefined,
  },
  {
    named: { ...SCF, action: 'GetFunctionAddress', effect: 'read' },
    make: (call) => createScf(call).getFunctionAddress({ functionName: 'fn' }),
    parameters: { FunctionName: 'fn' },
    response: { Url: 'http://cos.example.com/fn.zip?sign=s', CodeSha256: '5077f5' },
    value: { url: 'http://cos.example.com/fn.zip?sign=s', codeSha256: '5077f5' },
  },
  {
    named: { ...SCF, action: 'GetFunctionAddress', effect: 'read' },
    make: (call) =>
      createScf(call).getFunctionAddress({
        functionName: 'fn',
        qualifier: '$LATEST',
        namespace: 'default',
      }),
    parameters: { FunctionName: 'fn', Qualifier: '$LATEST', Namespace: 'default' },
    response: {},
    value: { url: '', codeSha256: '' },
  },
  {
    named: { ...DLC, action: 'CreateResultDownload', effect: 'change' },
    make: (call) => createDlc(call).createResultDownload({ taskId: 't-1', format: 'CSV' }),
    parameters: { TaskId: 't-1', Format: 'CSV' },
    response: { DownloadId: 'd-1' },
    value: 'd-1',
  },
  {
    named: { ...DLC, action: 'CreateResultDownload', effect: 'change' },
    make: (call) =>
      createDlc(call).createResultDownload({ taskId: 't-1', format: 'CSV', force: true }),
    parameters: { TaskId: 't-1', Format: 'CSV', Force: true },
    response: { DownloadId: 'd-1' },
    value: 'd-1',
  },
  {
    named: { ...DLC, action: 'DescribeResultDownload', effect: 'read' },
    make: (call) => createDlc(call).describeResultDownload('d-1'),
    parameters: { DownloadId: 'd-1' },
    response: {
      Path: 'cosn://bucket/download.csv',
      Status: 'success',
      Reason: 'none',
      SecretId: 'AKID1',
      SecretKey: 'key',
      Token: 'session',
    },
    value: {
      path: 'cosn://bucket/download.csv',
      status: 'success',
      reason: 'none',
      secretId: 'AKID1',
      secretKey: 'key',
      token: 'session',
    },
  },
  {
    named: { ...TEM, action: 'CreateCosToken', effect: 'read' },
    make: (call) => createTem(call).createCosToken({ ...PACKAGE, sourceChannel: 0 }),
    // OptType 1 uploads, 2 queries.
    parameters: {
      ApplicationId: 'app-1',
      PkgName: 'shop.jar',
      OptType: 1,
      SourceChannel: 0,
      TimeVersion: 'v1',
    },
    response: { Result: COS_TOKEN },
    value: {
      secretId: 'AKID1',
      secretKey: 'key',
      token: 'session',
      bucket: 'tem-1250000000',
      region: 'ap-guangzhou',
      fullPath: 'tem/pkg/1/app-1/2/shop.jar',
      expiredTime: 1900000,
    },
  },
];

describe('a call of a service', () => {
  it.each(ROWS.map((row) => ({ ...row, action: row.named.action })))(
    '$action sends $parameters',
    async ({ named, make, parameters, response, value }) => {
      const { call, calls } = cloud(response);
      await expect(make(call)).resolves.toEqual({ value, requestId: 'r-1' });
      // toStrictEqual: a parameter that is undefined would be one too many.
      expect(calls).toStrictEqual([{ ...named, parameters }]);
    },
  );
});

describe('an answer that lacks what everything else hangs on', () => {
  const create = (call: Call) => createCar(call).createApplicationVersion(NEW_VERSION);
  const upload = (call: Call) => createCar(call).describeCosCredential('app-1', 'game.rar');
  const result = (call: Call) =>
    createDlc(call).createResultDownload({ taskId: 't-1', format: 'CSV' });
  const token = (call: Call) => createTem(call).createCosToken(PACKAGE);

  it.each<[string, JsonObject, (call: Call) => Promise<unknown>, string]>([
    ['CreateApplicationVersion', {}, create, 'ApplicationVersionId'],
    ['CreateApplicationVersion', { Version: null }, create, 'ApplicationVersionId'],
    [
      'CreateApplicationVersion',
      { Version: { ApplicationVersionStatus: 'Creating' } },
      create,
      'ApplicationVersionId',
    ],
    ['DescribeCosCredential', { ...CREDENTIAL, CosBucket: '' }, upload, 'CosBucket or Path'],
    ['DescribeCosCredential', { ...CREDENTIAL, Path: null }, upload, 'CosBucket or Path'],
    ['CreateResultDownload', { DownloadId: '' }, result, 'DownloadId'],
    ['CreateCosToken', { Result: null }, token, 'Bucket or FullPath'],
    ['CreateCosToken', { Result: { ...COS_TOKEN, Bucket: '' } }, token, 'Bucket or FullPath'],
    ['CreateCosToken', { Result: { ...COS_TOKEN, FullPath: '' } }, token, 'Bucket or FullPath'],
  ])('%s: %j is unclear', async (action, response, make, lacking) => {
    const error = await rejection(make(cloud(response).call));
    expect(isOutcomeUnknown(error)).toBe(true);
    expect(error).toMatchObject({ action, message: `the answer has no ${lacking}` });
  });
});
