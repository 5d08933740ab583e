import { beijingTime } from '../clock.ts';
import type { Fields } from '../gateway/service.ts';
import { isCrashed, isReady } from './pod-life.ts';
import { isUnderWay } from './rollout-state.ts';
import type { RolloutState } from './rollout-state.ts';
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
    ...rolloutFields(application, view),
    InitPodNum: application.instances,
    CurrentInstances: pods.filter((pod) => isReady(pod, now)).length,
    ExpectedInstances: application.instances,
    Status: pods.some((pod) => isCrashed(pod, now)) ? 'abnormal' : 'normal',
    Zones: nodesOf(application.region).map((node) => node.Zone),
    NodeInfos: nodesOf(application.region),
    PodList: podPage(pods.map((pod) => describePod(application, pod, now))),
  };
}

/** Names and IDs, as the lists of applications and environments show them. */
export function identity(application: SimulatedApplication): Fields {
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

function rolloutFields(application: SimulatedApplication, view: RolloutView): Fields {
  const { revisionId, deployVersion, pkgName } = view.revision;
  const startedAt = beijingTime(view.record.startedAt);
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
    UnderDeploying: isUnderWay(view.state.phase),
    BatchDeployStatus: batchDeployStatus(view.state),
    ModifyDate: startedAt,
    LastDeployDate: startedAt,
    LastDeploySuccessDate: startedAt,
  };
}

function batchDeployStatus({ phase, hasFailed }: RolloutState): string {
  if (!isUnderWay(phase) || hasFailed) return '';
  return phase === 'waiting' ? 'batch_updating_waiting_confirm' : 'batch_updating';
}
