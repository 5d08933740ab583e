import type { RolloutSight, SimulatedApplication } from '../application.ts';
import { nodesOf } from '../node-info.ts';
import { isCrashed, isReady } from '../pod.ts';
import type { PodLife } from '../pod.ts';
import { isUnderWay } from '../rollout-state.ts';
import { beijingTime, isoTime } from '../time.ts';
import { batchDeployStatus } from './detail.ts';
import { envConf, serviceOf, SETTINGS } from './info-settings.ts';
import { runVersionPod, wholePage } from './run-pod.ts';

/** Result of DescribeApplicationInfo: the application by the rollout of `sight`. */
export function describeInfo(
  application: SimulatedApplication,
  sight: RolloutSight,
  now: number,
): Record<string, unknown> {
  const pods = application.livingPods();
  return {
    ...SETTINGS,
    ...identity(application),
    ...revisionFields(application, sight),
    ...deployFields(sight),
    InitPodNum: application.instances,
    CurrentInstances: pods.filter((pod) => isReady(pod, now)).length,
    ExpectedInstances: application.instances,
    Status: pods.some((pod) => isCrashed(pod, now)) ? 'abnormal' : 'normal',
    EnvConf: envConf(application.region),
    Service: serviceOf(application),
    Zones: nodesOf(application.region).map((node) => node.Zone),
    NodeInfos: nodesOf(application.region),
    WorkloadInfo: workload(application, sight, pods, now),
    PodList: wholePage(pods.map((pod) => infoPod(application, pod, now))),
  };
}

function identity(application: SimulatedApplication): Record<string, unknown> {
  const { applicationId, applicationName, environmentId, environmentName } = application;
  return {
    Region: application.region,
    ApplicationId: applicationId,
    ApplicationName: applicationName,
    EnvironmentId: environmentId,
    EnvironmentName: environmentName,
    DeployMode: application.deployMode,
    ImgName: `tem-100000000001-demo/${applicationName}`,
  };
}

function revisionFields(
  application: SimulatedApplication,
  { revision }: RolloutSight,
): Record<string, unknown> {
  const { revisionId, deployVersion, pkgName } = revision;
  const isImage = application.deployMode === 'IMAGE';
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

function deployFields(sight: RolloutSight): Record<string, unknown> {
  const startedAt = beijingTime(sight.record.startedAt);
  return {
    UnderDeploying: isUnderWay(sight.state.phase),
    BatchDeployStatus: batchDeployStatus(sight),
    ModifyDate: startedAt,
    LastDeployDate: startedAt,
    LastDeploySuccessDate: startedAt,
  };
}

function workload(
  application: SimulatedApplication,
  { record, revision }: RolloutSight,
  pods: PodLife[],
  now: number,
): Record<string, unknown> {
  const updated = pods.filter((pod) => pod.revision.revisionId === revision.revisionId);
  const { applicationName } = application;
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
function infoPod(
  application: SimulatedApplication,
  pod: PodLife,
  now: number,
): Record<string, unknown> {
  return {
    ...runVersionPod(application, pod, now),
    DeployVersion: '',
    CreateTime: isoTime(pod.createdAt),
  };
}
