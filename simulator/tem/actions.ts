import type { RolloutSight, SimulatedApplication } from './application.ts';
import { describeDetail } from './answers/detail.ts';
import { describeInfo } from './answers/info.ts';
import { packageUrl } from './answers/package-url.ts';
import type { PackageQuery } from './answers/package-url.ts';
import { describePods } from './answers/pods.ts';
import type { PodQuery } from './answers/pods.ts';
import { createCosToken } from './answers/cos-token.ts';
import type { CosTokenQuery } from './answers/cos-token.ts';
import { temError } from './errors.ts';
import type { PackageStore } from './packages.ts';
import type { RollingUpdateParameters } from './plan.ts';

/** All parameters of all actions; the contract says which of them an action has. */
export interface TemParameters
  extends RollingUpdateParameters, PackageQuery, PodQuery, CosTokenQuery {
  ApplicationId: string;
  VersionId?: string;
}

/** Gives the Result. Throws ApiError. */
type TemAction = (
  application: SimulatedApplication,
  parameters: TemParameters,
  now: number,
  packages: PackageStore,
) => unknown;

export const TEM_ACTIONS: Record<string, TemAction> = {
  DescribeApplicationInfo: (application, _, now) =>
    describeInfo(application, application.visible(), now),
  DescribeApplicationPods: describePods,
  DescribeDeployApplicationDetail: (application, { VersionId }, now) =>
    describeDetail(application, rolloutOf(application, VersionId), now),
  RollingUpdateApplicationByVersion: (application, parameters, _, packages) => {
    packages.check(application, parameters);
    const revisionId = application.startRollout(parameters);
    return application.behaviour.emptyRevision === true ? '' : revisionId;
  },
  ResumeDeployApplication: (application) =>
    application.behaviour.resumeSucceeds !== false && application.resume(),
  RevertDeployApplication: (application) =>
    application.behaviour.revertSucceeds !== false && application.revert(),
  CreateCosToken: createCosToken,
  GenerateApplicationPackageDownloadUrl: packageUrl,
};

/** The rollout before where the one asked for is not visible yet. */
function rolloutOf(
  application: SimulatedApplication,
  revisionId: string | undefined,
): RolloutSight {
  const visible = application.visible();
  if (revisionId === undefined || revisionId === '') return visible;
  const found = application.find(revisionId);
  // unknown: how the cloud refuses a VersionId that it does not know.
  if (found === undefined) throw temError('ResourceNotFound.ServiceRunningVersionNotFound');
  return found.record.startedAt > visible.record.startedAt ? visible : found;
}
