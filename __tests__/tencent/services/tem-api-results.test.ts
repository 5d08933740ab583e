import { describe, expect, it } from '@jest/globals';
import { AmbiguousResponseError } from '../../../src/tencent/api-errors.ts';
import type { JsonObject } from '../../../src/tencent/json.ts';
import type { Tem, TemTarget } from '../../../src/tencent/services/tem-api.ts';
import * as examples from '../../fixtures/tem-examples.ts';
import { answering } from '../answering.ts';
import { rejection } from '../calls.ts';

const PLAIN: TemTarget = { applicationId: 'app-1', environmentId: 'en-1' };

describe('the answer of', () => {
  const valueOf = async (response: JsonObject, make: (tem: Tem) => Promise<unknown>) => {
    const answered = await make(answering(response).tem);
    expect(answered).toMatchObject({ requestId: 'r-1' });
    return (answered as { readonly value: unknown }).value;
  };

  it.each([
    ['revision-xxx', 'revision-xxx'],
    ['', ''],
    [null, ''],
    [undefined, ''],
    [{}, ''],
  ])('RollingUpdateApplicationByVersion, Result %j', async (Result, expected) => {
    const value = await valueOf({ Result }, (tem) =>
      tem.rollingUpdateApplicationByVersion(PLAIN, { deployVersion: 'v1' }),
    );
    expect(value).toBe(expected);
  });

  it.each([
    [true, true],
    ['true', true],
    [false, false],
    [null, false],
    [undefined, false],
    [{}, false],
  ])('Resume and Revert, Result %j', async (Result, expected) => {
    expect(await valueOf({ Result }, (tem) => tem.resumeDeployApplication(PLAIN))).toBe(expected);
    expect(await valueOf({ Result }, (tem) => tem.revertDeployApplication(PLAIN))).toBe(expected);
  });

  it.each([
    ['abc-xxxx', 'abc-xxxx'],
    [{}, ''],
    [null, ''],
  ])('GenerateApplicationPackageDownloadUrl, Result %j', async (Result, expected) => {
    const wanted = { applicationId: 'a', packageName: 'p', deployVersion: 'v' };
    const value = await valueOf({ Result }, (tem) =>
      tem.generateApplicationPackageDownloadUrl(wanted),
    );
    expect(value).toBe(expected);
  });

  it('DescribeApplicationInfo, the official example', async () => {
    const value = await valueOf({ Result: examples.applicationInfo }, (tem) =>
      tem.describeApplicationInfo(PLAIN),
    );
    expect(value).toEqual({
      applicationId: 'app-5vaz8x85',
      applicationName: 'app0925',
      environmentId: 'en-dpxydze5',
      environmentName: 'tt',
      versionId: 'revision-jorxnl6j',
      deployMode: 'JAR',
      deployVersion: '20241202165113',
      pkgName: 'tem/pkg/1305738457/app-5vaz8x85/1733129495394/K8sEventDemo-1.0.jar',
      underDeploying: true,
      batchDeployStatus: '',
      expectedInstances: 3,
      currentInstances: 1,
    });
  });

  it.each([[null], [undefined], ['x'], [[]]])(
    'DescribeApplicationInfo, Result %j',
    async (Result) => {
      const { tem } = answering({ Result });
      const error = await rejection(tem.describeApplicationInfo(PLAIN));
      expect(error).toBeInstanceOf(AmbiguousResponseError);
      expect(error).toMatchObject({
        service: 'tem',
        action: 'DescribeApplicationInfo',
        message: 'the answer has no Result',
      });
    },
  );

  it('DescribeDeployApplicationDetail, the official example', async () => {
    const Result = examples.deployApplicationDetail;
    const value = await valueOf({ Result }, (tem) =>
      tem.describeDeployApplicationDetail(PLAIN, ''),
    );
    expect(value).toEqual({
      strategy: { type: 3, totalBatchCount: 1, betaBatchNum: 0, batchInterval: 0 },
      startTime: '2024-12-20 17:00:17',
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
    });
  });

  it.each([[null], [undefined], [{}], ['x']])(
    'DescribeDeployApplicationDetail, Result %j',
    async (Result) => {
      const value = await valueOf({ Result }, (tem) =>
        tem.describeDeployApplicationDetail(PLAIN, ''),
      );
      expect(value).toEqual({
        strategy: undefined,
        startTime: '',
        status: '',
        currentBatchStatus: '',
        errorMessage: '',
        newDeployVersion: '',
        oldDeployVersion: '',
        nextBatchStartTime: undefined,
        batches: [],
      });
    },
  );

  it('DescribeApplicationPods, the official example', async () => {
    const value = await valueOf({ Result: examples.applicationPods }, (tem) =>
      tem.describeApplicationPods(PLAIN),
    );
    const crashing = {
      versionId: 'revision-jorxnl6j',
      status: 'CrashLoopBackOff',
      isReady: false,
      isUnhealthy: false,
      warning: '',
      containerState: 'waiting',
      restartCount: 0,
    };
    expect(value).toEqual([
      { podId: 'app0925-4sbct', ...crashing },
      { podId: 'app0925-s4vpj', ...crashing },
      {
        podId: 'app0925-jt5bn',
        versionId: 'revision-57moqvm5',
        status: 'Running',
        isReady: true,
        isUnhealthy: false,
        warning: '',
        containerState: 'running',
        restartCount: 0,
      },
    ]);
  });
});
