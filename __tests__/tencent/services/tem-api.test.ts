import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/tencent/json.ts';
import type { Tem, TemTarget } from '../../../src/tencent/services/tem-api.ts';
import { createTem } from '../../../src/tencent/services/tem-api.ts';
import * as examples from '../../fixtures/tem-examples.ts';
import type { ServiceCall } from './service-calls.ts';
import { cloud, expectServiceCall } from './service-calls.ts';

const TARGET: TemTarget = { applicationId: 'app-1', environmentId: 'en-1', sourceChannel: 3 };
const PLAIN: TemTarget = { applicationId: 'app-1', environmentId: 'en-1' };
const IDS = { ApplicationId: 'app-1', EnvironmentId: 'en-1' };
const PACKAGE = { applicationId: 'app-1', packageName: 'shop.jar', deployVersion: 'v1' };

const APPLICATION = {
  applicationId: 'app-5vaz8x85',
  applicationName: 'app0925',
  environmentId: 'en-dpxydze5',
  versionId: 'revision-jorxnl6j',
  deployMode: 'JAR',
  deployVersion: '20241202165113',
  pkgName: 'tem/pkg/1305738457/app-5vaz8x85/1733129495394/K8sEventDemo-1.0.jar',
  underDeploying: true,
  batchDeployStatus: '',
  expectedInstances: 3,
  currentInstances: 1,
  publicUrl: '',
};

const DEPLOYMENT = {
  strategy: { type: 3, totalBatchCount: 1, betaBatchNum: 0, batchInterval: 0 },
  startTime: '2024-12-20 17:00:17',
  endTime: '',
  status: 'Error',
  currentBatchStatus: 'Finish',
  errorMessage: '',
  newDeployVersion: '20241202165113',
  oldDeployVersion: '20241202165113',
  nextBatchStartTime: undefined,
  batches: [
    {
      position: 1,
      status: 'Finish',
      podNum: 3,
      nextBatchStartTime: 0,
      newPods: [
        { podId: 'app0925-4sbct', status: 'CrashLoopBackOff' },
        { podId: 'app0925-s4vpj', status: 'CrashLoopBackOff' },
      ],
    },
  ],
};

const CRASHING = {
  versionId: 'revision-jorxnl6j',
  deployVersion: '20241202165113',
  status: 'CrashLoopBackOff',
  isReady: false,
  isUnhealthy: false,
  warning: '',
  containerState: 'waiting',
  restartCount: 0,
  createTime: '',
};

const PODS = [
  { podId: 'app0925-4sbct', ip: '10.0.10.220', ...CRASHING },
  { podId: 'app0925-s4vpj', ip: '10.0.20.37', ...CRASHING },
  {
    podId: 'app0925-jt5bn',
    versionId: 'revision-57moqvm5',
    deployVersion: '20241202165113',
    ip: '10.0.30.158',
    status: 'Running',
    isReady: true,
    isUnhealthy: false,
    warning: '',
    containerState: 'running',
    restartCount: 0,
    createTime: '',
  },
];

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

const CALLS: readonly ServiceCall<Tem>[] = [
  {
    action: 'DescribeApplicationInfo',
    effect: 'read',
    make: (tem) => tem.describeApplicationInfo(TARGET),
    parameters: { ...IDS, SourceChannel: 3 },
    response: { Result: examples.applicationInfo },
    value: APPLICATION,
  },
  {
    action: 'DescribeApplicationInfo',
    effect: 'read',
    make: (tem) => tem.describeApplicationInfo({ ...PLAIN, sourceChannel: 0 }),
    parameters: { ...IDS, SourceChannel: 0 },
    response: { Result: examples.applicationInfo },
    value: APPLICATION,
  },
  {
    action: 'DescribeApplicationInfo',
    effect: 'read',
    make: (tem) => tem.describeApplicationInfo(PLAIN),
    parameters: IDS,
    response: { Result: examples.applicationInfo },
    value: APPLICATION,
  },
  {
    action: 'DescribeDeployApplicationDetail',
    effect: 'read',
    make: (tem) => tem.describeDeployApplicationDetail(TARGET, 'revision-1'),
    parameters: { ...IDS, VersionId: 'revision-1' },
    response: { Result: examples.deployApplicationDetail },
    value: DEPLOYMENT,
  },
  {
    action: 'DescribeDeployApplicationDetail',
    effect: 'read',
    make: (tem) => tem.describeDeployApplicationDetail(PLAIN, ''),
    parameters: IDS,
    response: { Result: examples.deployApplicationDetail },
    value: DEPLOYMENT,
  },
  {
    action: 'RollingUpdateApplicationByVersion',
    effect: 'change',
    make: (tem) => tem.rollingUpdateApplicationByVersion(TARGET, { deployVersion: 'v2' }),
    parameters: { ...IDS, DeployVersion: 'v2' },
    response: { Result: 'revision-xxx' },
    value: 'revision-xxx',
  },
  {
    action: 'RollingUpdateApplicationByVersion',
    effect: 'change',
    make: (tem) =>
      tem.rollingUpdateApplicationByVersion(TARGET, {
        deployVersion: '20220107122452',
        packageName: 'test.jar',
        from: 'IntelliJ',
        deployStrategy: 'BETA',
        totalBatchCount: 2,
        batchInterval: 60,
        betaBatchNum: 1,
        minAvailable: 1,
        force: true,
      }),
    parameters: {
      ...IDS,
      DeployVersion: '20220107122452',
      PackageName: 'test.jar',
      From: 'IntelliJ',
      DeployStrategyType: 'BETA',
      TotalBatchCount: 2,
      BatchInterval: 60,
      BetaBatchNum: 1,
      MinAvailable: 1,
      Force: true,
    },
    response: { Result: 'revision-xxx' },
    value: 'revision-xxx',
  },
  {
    action: 'RollingUpdateApplicationByVersion',
    effect: 'change',
    make: (tem) =>
      tem.rollingUpdateApplicationByVersion(PLAIN, {
        deployVersion: 'v2',
        packageName: undefined,
        batchInterval: 0,
        minAvailable: 0,
        force: false,
      }),
    // `force: false` is the default of the action, and no wish that the cloud has to hear of.
    parameters: { ...IDS, DeployVersion: 'v2', BatchInterval: 0, MinAvailable: 0 },
    response: { Result: 'revision-xxx' },
    value: 'revision-xxx',
  },
  {
    action: 'ResumeDeployApplication',
    effect: 'change',
    make: (tem) => tem.resumeDeployApplication(TARGET),
    parameters: IDS,
    response: { Result: true },
    value: true,
  },
  {
    action: 'RevertDeployApplication',
    effect: 'change',
    make: (tem) => tem.revertDeployApplication(TARGET),
    parameters: IDS,
    response: { Result: true },
    value: true,
  },
  {
    action: 'GenerateApplicationPackageDownloadUrl',
    effect: 'read',
    make: (tem) =>
      tem.generateApplicationPackageDownloadUrl({
        applicationId: 'app-1',
        packageName: 'test.jar',
        deployVersion: 'v1',
        sourceChannel: 3,
      }),
    parameters: {
      ApplicationId: 'app-1',
      PkgName: 'test.jar',
      DeployVersion: 'v1',
      SourceChannel: 3,
    },
    response: { Result: 'abc-xxxx' },
    value: 'abc-xxxx',
  },
  {
    action: 'GenerateApplicationPackageDownloadUrl',
    effect: 'read',
    make: (tem) =>
      tem.generateApplicationPackageDownloadUrl({
        applicationId: 'app-1',
        packageName: 'test.jar',
        deployVersion: 'v1',
      }),
    parameters: { ApplicationId: 'app-1', PkgName: 'test.jar', DeployVersion: 'v1' },
    response: { Result: 'abc-xxxx' },
    value: 'abc-xxxx',
  },
  {
    action: 'CreateCosToken',
    effect: 'read',
    make: (tem) => tem.createCosToken({ ...PACKAGE, sourceChannel: 0 }),
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
  {
    action: 'DescribeApplicationPods',
    effect: 'read',
    make: (tem) => tem.describeApplicationPods(TARGET),
    parameters: { ...IDS, SourceChannel: 3, Limit: expect.any(Number), Offset: 0 },
    response: { Result: examples.applicationPods },
    value: PODS,
  },
];

/** `bare`: nobody needs the RequestId of these. */
const TEM = { service: 'tem', version: '2021-07-01', bare: /^Describe|^CreateCosToken/ };

describe('TEM', () => {
  it.each(CALLS)('$action, a $effect, sends $parameters', (row) =>
    expectServiceCall(TEM, createTem, row),
  );

  const createToken = (tem: Tem) => tem.createCosToken(PACKAGE);
  const describeInfo = (tem: Tem) => tem.describeApplicationInfo(PLAIN);
  it.each<[string, JsonObject, (client: Tem) => Promise<unknown>]>([
    ['CreateCosToken', { Result: null }, createToken],
    ['CreateCosToken', { Result: { ...COS_TOKEN, Bucket: '' } }, createToken],
    ['CreateCosToken', { Result: { ...COS_TOKEN, FullPath: '' } }, createToken],
    ['DescribeApplicationInfo', { Result: null }, describeInfo],
    ['DescribeApplicationInfo', { Result: [] }, describeInfo],
  ])('%s without a field that we rely on: %j', async (action, response, make) => {
    const code = 'ambiguous-response';
    const made = make(createTem(cloud(response).call));
    await expect(made).rejects.toMatchObject({ action, code });
  });

  it.each([
    ['true', true],
    [false, false],
    [null, false],
    [{}, false],
  ])('Resume and Revert read Result %j as %j', async (Result, value) => {
    const tem = createTem(cloud({ Result }).call);
    expect(await tem.resumeDeployApplication(PLAIN)).toMatchObject({ value });
    expect(await tem.revertDeployApplication(PLAIN)).toMatchObject({ value });
  });

  it.each([null, undefined, {}])(
    'reads Result %j as no revision, no URL, no rollout and no pods',
    async (Result) => {
      const tem = createTem(cloud({ Result }).call);
      const started = await tem.rollingUpdateApplicationByVersion(PLAIN, { deployVersion: 'v1' });
      expect(started.value).toBe('');
      expect((await tem.generateApplicationPackageDownloadUrl(PACKAGE)).value).toBe('');
      const value = await tem.describeDeployApplicationDetail(PLAIN, '');
      expect(value).toMatchObject({ status: '', batches: [] });
      expect(await tem.describeApplicationPods(PLAIN)).toEqual([]);
    },
  );
});
