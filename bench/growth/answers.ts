/** Returns the API's responses for a rollout with so many pods and batches. */
export function answersOf(pods: number, batches: number): Readonly<Record<string, object>> {
  const size = Math.ceil(pods / batches);
  const names = Array.from(
    { length: pods },
    (_, index) => `shop-${String(index).padStart(6, '0')}`,
  );
  return {
    DescribeApplicationInfo: { ...INFO, ExpectedInstances: pods, CurrentInstances: pods },
    DescribeDeployApplicationDetail: {
      ...{ StartTime: '2026-11-20 10:00:00', Status: 'Running', CurrentBatchStatus: 'Finish' },
      OtherBatchDetail: Array.from({ length: batches }, (_, index) => {
        const ours = names.slice(index * size, (index + 1) * size);
        return { BatchStatus: 'Finish', PodNum: ours.length, NewPods: ours.map(batchPod) };
      }),
    },
    DescribeApplicationPods: { TotalCount: pods, PodList: names.map(pod) },
  };
}

const INFO = {
  ...{ ApplicationId: 'app-bench', ApplicationName: 'bench', EnvironmentId: 'en-bench' },
  ...{ VersionId: 'revision-ours', DeployVersion: 'v2', DeployMode: 'IMAGE' },
  ...{ UnderDeploying: false, BatchDeployStatus: '' },
};

function batchPod(PodId: string): object {
  return { PodId, Status: 'Running', Webshell: `https://example.com/webshell?pod=${PodId}` };
}

function pod(PodId: string): object {
  return {
    ...{ PodId, VersionId: 'revision-ours', Status: 'Running', Ready: true, RestartCount: 0 },
    ...{ ContainerState: 'running', DeployVersion: 'v2', Zone: 'ap-guangzhou-3' },
    ...{ Webshell: `https://example.com/webshell?pod=${PodId}`, UnhealthyWarningMsg: '' },
  };
}
