import { describe, expect, it } from '@jest/globals';
import {
  readApplication,
  readDeployment,
  readPod,
} from '../../../src/tencent/services/tem-responses.ts';

describe('an application', () => {
  it.each([
    ['missing', {}],
    [
      'null',
      {
        VersionId: null,
        DeployVersion: null,
        UnderDeploying: null,
        BatchDeployStatus: null,
        ExpectedInstances: null,
        CurrentInstances: null,
        PkgName: null,
      },
    ],
  ])('may have its facts %s', (_, result) => {
    expect(readApplication(result)).toEqual({
      applicationId: '',
      applicationName: '',
      environmentId: '',
      versionId: '',
      deployMode: '',
      deployVersion: '',
      pkgName: '',
      underDeploying: false,
      batchDeployStatus: '',
      expectedInstances: undefined,
      currentInstances: undefined,
      publicUrl: '',
    });
  });
});

describe('a pod', () => {
  it.each([
    ['missing', {}],
    ['null', { PodId: null, VersionId: null, Status: null, Ready: null, RestartCount: null }],
  ])('may have its facts %s', (_, pod) => {
    expect(readPod(pod)).toEqual({
      podId: '',
      versionId: '',
      deployVersion: '',
      ip: '',
      status: '',
      isReady: false,
      isUnhealthy: false,
      warning: '',
      containerState: '',
      restartCount: 0,
      createTime: '',
    });
  });

  it('tells when it was created, in the words of the API', () => {
    const createTime = '2024-12-20 17:00:17';
    expect(readPod({ CreateTime: createTime })).toMatchObject({ createTime });
  });

  it('may be unhealthy, with a warning', () => {
    const pod = readPod({ Unhealthy: true, UnhealthyWarningMsg: 'probe failed', RestartCount: 4 });
    expect(pod).toMatchObject({ isUnhealthy: true, warning: 'probe failed', restartCount: 4 });
  });
});

describe('a deployment', () => {
  const batchesOf = (result: Record<string, unknown>) => readDeployment(result).batches;

  it.each([
    [{ EndTime: '2024-12-20 17:20:00' }, '2024-12-20 17:20:00'],
    [{ EndTime: '' }, ''],
    [{ EndTime: null }, ''],
    [{}, ''],
  ])('ended as %j tells', (result, endTime) => {
    expect(readDeployment(result)).toMatchObject({ endTime });
  });

  it('has the beta batch first, then the others by their index', () => {
    const batches = batchesOf({
      BetaBatchDetail: { BatchStatus: 'Finish', BatchIndex: 0, PodNum: 1 },
      OtherBatchDetail: [
        { BatchStatus: 'NotStart', BatchIndex: 2, PodNum: 3 },
        { BatchStatus: 'Deploying', BatchIndex: 1, PodNum: 2, NextBatchStartTime: 1_700_000_000 },
      ],
    });
    expect(batches).toEqual([
      { position: 'beta', status: 'Finish', podNum: 1, nextBatchStartTime: undefined, newPods: [] },
      {
        position: 1,
        status: 'Deploying',
        podNum: 2,
        nextBatchStartTime: 1_700_000_000,
        newPods: [],
      },
      { position: 2, status: 'NotStart', podNum: 3, nextBatchStartTime: undefined, newPods: [] },
    ]);
  });

  it('has any number of them in order, one without an index before all', () => {
    const batches = batchesOf({
      OtherBatchDetail: [
        { BatchStatus: 'third', BatchIndex: 3 },
        { BatchStatus: 'first', BatchIndex: 1 },
        { BatchStatus: 'fourth', BatchIndex: '4' },
        { BatchStatus: 'second', BatchIndex: 2 },
        { BatchStatus: 'none' },
      ],
    });
    expect(batches.map(({ position, status }) => `${position} ${status}`)).toEqual([
      '1 none',
      '2 first',
      '3 second',
      '4 third',
      '5 fourth',
    ]);
  });

  it('says why it failed, and when the next batch starts', () => {
    const said = { ErrorMessage: 'no quota', NextBatchStartTime: 1_700_000_000 };
    expect(readDeployment(said)).toMatchObject({
      errorMessage: 'no quota',
      nextBatchStartTime: 1_700_000_000,
    });
  });

  it.each([
    [{}, 0],
    [{ BatchStatus: '', PodNum: 0, NewPods: [] }, 0],
    [{ BatchStatus: null, PodNum: null, NewPods: null }, 0],
    [{ BatchStatus: 'NotStart' }, 1],
    [{ PodNum: 1 }, 1],
    [{ NewPods: [{ PodId: 'a', Status: 'Running' }] }, 1],
  ])('has a beta batch only where something is said of it: %j', (beta, count) => {
    expect(batchesOf({ BetaBatchDetail: beta })).toHaveLength(count);
  });

  it.each([
    ['NewPods', { NewPods: [{ PodId: 'a', Status: 'Running' }], NewPodList: null }],
    ['NewPodList', { NewPods: null, NewPodList: { PodId: 'a', Status: 'Running' } }],
    ['a list in NewPodList', { NewPodList: [{ PodId: 'a', Status: 'Running' }] }],
    ['PodStatus', { NewPods: [{ PodId: 'a', Status: '', PodStatus: ['Running'] }] }],
    [
      'both, which is one pod',
      {
        NewPods: [{ PodId: 'a', Status: 'Running' }],
        NewPodList: { PodId: 'a', Status: 'Running' },
      },
    ],
    [
      'the same pod twice',
      {
        NewPods: [
          { PodId: 'a', Status: 'Running' },
          { PodId: 'a', Status: 'Running' },
        ],
      },
    ],
  ])('finds the new pods in %s', (_, batch) => {
    const [first] = batchesOf({ OtherBatchDetail: [batch] });
    expect(first?.newPods).toEqual([{ podId: 'a', status: 'Running' }]);
  });

  it('has several words of a pod side by side', () => {
    const [first] = batchesOf({
      OtherBatchDetail: [{ NewPods: [{ PodId: 'a', PodStatus: ['Pending', 'Unschedulable'] }] }],
    });
    expect(first?.newPods).toEqual([{ podId: 'a', status: 'Pending, Unschedulable' }]);
  });

  it.each([
    [{ DeployStrategyType: 0, TotalBatchCount: 3, BatchInterval: 60 }, 0, 3, 60],
    [{ DeployStrategyType: 2, BetaBatchNum: 1 }, 2, undefined, undefined],
    [{ DeployStrategyType: null }, undefined, undefined, undefined],
  ])('has the strategy %j', (conf, type, totalBatchCount, batchInterval) => {
    const { strategy } = readDeployment({ DeployStrategyConf: conf });
    expect(strategy).toMatchObject({ type, totalBatchCount, batchInterval });
  });
});
