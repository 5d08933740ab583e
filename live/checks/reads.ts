import { asObject, asObjects, readFlag, readText } from '../../src/tencent/json.ts';
import type { Answer } from '../evidence.ts';
import { getResponse } from '../evidence.ts';
import type { Live } from '../live.ts';
import { temTarget } from '../live.ts';

/** Reads what exists, once. */
export async function checkReads(live: Live): Promise<void> {
  const { applicationId, carApplicationId } = live.options;
  await live.call('sts', 'GetCallerIdentity', {});
  if (applicationId) await readApplication(live);
  if (carApplicationId) {
    await live.call('car', 'DescribeApplicationVersion', { ApplicationId: carApplicationId });
  }
}

async function readApplication(live: Live): Promise<void> {
  const target = temTarget(live);
  const info = await live.call('tem', 'DescribeApplicationInfo', target);
  const versionId = readText(getResult(info), 'VersionId');
  await live.call('tem', 'DescribeApplicationPods', { ...target, Limit: 100, Offset: 0 });
  await live.call('tem', 'DescribeDeployApplicationDetail', target);
  if (versionId) {
    await live.call('tem', 'DescribeDeployApplicationDetail', { ...target, VersionId: versionId });
  }
  await live.call('tem', 'DescribeApplications', { Limit: 100, Offset: 0 });
  await live.call('tem', 'DescribeApplications', { Limit: 100, Offset: 1 });
  await live.call('tem', 'DescribeEnvironments', { Limit: 100, Offset: 0 });
}

/** Returns the `Result` of an answer. */
export function getResult(answer: Answer | undefined) {
  return asObject(getResponse(answer).Result);
}

/** Reads whether a rollout is in progress. */
export async function isRolloutInProgress(live: Live): Promise<boolean> {
  const result = getResult(await live.call('tem', 'DescribeApplicationInfo', temTarget(live)));
  return readFlag(result, 'UnderDeploying') || readText(result, 'BatchDeployStatus') !== '';
}

/** What the application runs now, to deploy it again and to return to it. */
export interface Running {
  readonly deployMode: string;
  readonly deployVersion: string;
  readonly pkgName: string;
  readonly instances: number;
}

/** Reads what the application runs. */
export async function readRunning(live: Live): Promise<Running> {
  const target = temTarget(live);
  const result = getResult(await live.call('tem', 'DescribeApplicationInfo', target));
  const pods = getResult(
    await live.call('tem', 'DescribeApplicationPods', { ...target, Limit: 100, Offset: 0 }),
  );
  return {
    deployMode: readText(result, 'DeployMode'),
    deployVersion: readText(result, 'DeployVersion'),
    pkgName: readText(result, 'PkgName'),
    instances: asObjects(pods?.PodList).length,
  };
}
