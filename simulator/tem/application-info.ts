import { beijingTime, isoTime } from '../clock.ts';
import type { Fields } from '../gateway/service-contract.ts';
import { batchDeployStatus } from './deploy-detail.ts';
import { isCrashed, isReady } from './pod-life.ts';
import type { PodLife } from './pod-life.ts';
import { isUnderWay } from './rollout-state.ts';
import { describePod, EXAMPLES, nodesOf, podPage } from './run-pods.ts';
import type { RolloutView, SimulatedApplication } from './tem-application.ts';

/** Result of DescribeApplicationInfo: the application by the rollout of `view`. */
export function describeInfo(
  application: SimulatedApplication,
  view: RolloutView,
  now: number,
): Fields {
  const pods = application.livingPods();
  return {
    ...EXAMPLES.info,
    ...identity(application),
    ...revisionFields(application, view),
    ...deployFields(view),
    InitPodNum: application.instances,
    CurrentInstances: pods.filter((pod) => isReady(pod, now)).length,
    ExpectedInstances: application.instances,
    Status: pods.some((pod) => isCrashed(pod, now)) ? 'abnormal' : 'normal',
    Zones: nodesOf(application.region).map((node) => node.Zone),
    NodeInfos: nodesOf(application.region),
    WorkloadInfo: workload(application, view, pods, now),
    PodList: podPage(pods.map((pod) => infoPod(application, pod, now))),
  };
}

function identity(application: SimulatedApplication): Fields {
  const { applicationId, applicationName, environmentId, environmentName, region, deployMode } =
    application.seed;
  return {
    Region: region,
    ApplicationId: applicationId,
    ApplicationName: applicationName,
    EnvironmentId: environmentId,
    EnvironmentName: environmentName,
    DeployMode: deployMode,
    ImgName: `tem-100000000001-demo/${applicationName}`,
    Service: {
      ...EXAMPLES.service,
      ApplicationId: applicationId,
      ApplicationName: applicationName,
    },
  };
}

function revisionFields(application: SimulatedApplication, { revision }: RolloutView): Fields {
  const { revisionId, deployVersion, pkgName } = revision;
  const isImage = application.seed.deployMode === 'IMAGE';
  return {
    VersionId: revisionId,
    VersionName: deployVersion,
    DeployVersion: deployVersion,
    ImgVersion: deployVersion,
    ImageTag: deployVersion,
    PkgName: pkgName,
    JdkVersion: isImage ? '' : 'KONA:11',
    RepoType: isImage ? 0 : 3,
  };
}

function deployFields(view: RolloutView): Fields {
  const startedAt = beijingTime(view.record.startedAt);
  return {
    UnderDeploying: isUnderWay(view.state.phase),
    BatchDeployStatus: batchDeployStatus(view),
    ModifyDate: startedAt,
    LastDeployDate: startedAt,
    LastDeploySuccessDate: startedAt,
  };
}

function workload(
  application: SimulatedApplication,
  { record, revision }: RolloutView,
  pods: PodLife[],
  now: number,
): Fields {
  const updated = pods.filter((pod) => pod.revision.revisionId === revision.revisionId);
  const { applicationName } = application.seed;
  return {
    ApplicationName: applicationName,
    ClusterId: 'cls-k6tumb92',
    VersionName: revision.deployVersion,
    ReadyReplicas: pods.filter((pod) => isReady(pod, now)).length,
    Replicas: pods.length,
    UpdatedReplicas: updated.length,
    UpdatedReadyReplicas: updated.filter((pod) => isReady(pod, now)).length,
    UpdateRevision: workloadRevision(applicationName, revision.revisionId),
    CurrentRevision: workloadRevision(applicationName, record.previous.revisionId),
  };
}

function workloadRevision(applicationName: string, revisionId: string): string {
  return revisionId.replace('revision', applicationName);
}

/** In this answer pods have UTC times and no version. */
function infoPod(application: SimulatedApplication, pod: PodLife, now: number): Fields {
  return {
    ...describePod(application, pod, now),
    DeployVersion: '',
    CreateTime: isoTime(pod.createdAt),
  };
}
