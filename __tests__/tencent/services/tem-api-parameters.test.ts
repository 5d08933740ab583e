import { describe, expect, it } from '@jest/globals';
import type { ApiCall } from '../../../src/tencent/api-client.ts';
import type { JsonObject } from '../../../src/tencent/json.ts';
import type { Tem, TemTarget } from '../../../src/tencent/services/tem-api.ts';
import * as examples from '../../fixtures/tem-examples.ts';
import { answering } from '../answering.ts';

const TARGET: TemTarget = { applicationId: 'app-1', environmentId: 'en-1', sourceChannel: 3 };
const PLAIN: TemTarget = { applicationId: 'app-1', environmentId: 'en-1' };
const IDS = { ApplicationId: 'app-1', EnvironmentId: 'en-1' };

interface Row {
  readonly action: string;
  readonly effect: ApiCall['effect'];
  readonly make: (tem: Tem) => Promise<unknown>;
  readonly parameters: JsonObject;
}

describe('the parameters of', () => {
  it.each<Row>([
    {
      action: 'DescribeApplicationInfo',
      effect: 'read',
      make: (tem) => tem.describeApplicationInfo(TARGET),
      parameters: { ...IDS, SourceChannel: 3 },
    },
    {
      action: 'DescribeApplicationInfo',
      effect: 'read',
      make: (tem) => tem.describeApplicationInfo({ ...PLAIN, sourceChannel: 0 }),
      parameters: { ...IDS, SourceChannel: 0 },
    },
    {
      action: 'DescribeApplicationInfo',
      effect: 'read',
      make: (tem) => tem.describeApplicationInfo(PLAIN),
      parameters: IDS,
    },
    {
      action: 'DescribeDeployApplicationDetail',
      effect: 'read',
      make: (tem) => tem.describeDeployApplicationDetail(TARGET, 'revision-1'),
      parameters: { ...IDS, VersionId: 'revision-1' },
    },
    {
      action: 'DescribeDeployApplicationDetail',
      effect: 'read',
      make: (tem) => tem.describeDeployApplicationDetail(PLAIN, ''),
      parameters: IDS,
    },
    {
      action: 'RollingUpdateApplicationByVersion',
      effect: 'change',
      make: (tem) => tem.rollingUpdateApplicationByVersion(TARGET, { deployVersion: 'v2' }),
      parameters: { ...IDS, DeployVersion: 'v2' },
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
    },
    {
      action: 'ResumeDeployApplication',
      effect: 'change',
      make: (tem) => tem.resumeDeployApplication(TARGET),
      parameters: IDS,
    },
    {
      action: 'RevertDeployApplication',
      effect: 'change',
      make: (tem) => tem.revertDeployApplication(TARGET),
      parameters: IDS,
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
    },
  ])('$action, a $effect', async ({ action, effect, make, parameters }) => {
    const { tem, calls } = answering({ Result: {} });
    await make(tem);
    // toStrictEqual: a parameter that is undefined would be one too many.
    expect(calls).toStrictEqual([
      { service: 'tem', version: '2021-07-01', action, effect, parameters },
    ]);
  });

  it('DescribeApplicationPods, a read', async () => {
    for (const [target, channel] of [
      [TARGET, { SourceChannel: 3 }],
      [PLAIN, {}],
    ] as const) {
      const { tem, calls } = answering({ Result: examples.applicationPods });
      await tem.describeApplicationPods(target);
      expect(calls).toStrictEqual([
        {
          service: 'tem',
          version: '2021-07-01',
          action: 'DescribeApplicationPods',
          effect: 'read',
          parameters: { ...IDS, ...channel, Limit: expect.any(Number), Offset: 0 },
        },
      ]);
    }
  });
});
