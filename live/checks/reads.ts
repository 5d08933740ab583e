import { asObject, asObjects, readFlag, readNumber, readText } from '../../src/tencent/json.ts';
import { readPublicUrl } from '../../src/tencent/services/public-address.ts';
import type { Answer } from '../evidence.ts';
import { getErrorCode, getResponse } from '../evidence.ts';
import type { Live } from '../live.ts';
import { temTarget } from '../live.ts';

/** Reads what exists, once. */
export async function checkReads(live: Live): Promise<void> {
  const { applicationId, carApplicationId } = live.options;
  if (live.areKeysNew) await measureNewKeys(live);
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
  await live.call('tem', 'DescribeApplications', { Limit: 100, Offset: 0 });
  await live.call('tem', 'DescribeApplications', { Limit: 100, Offset: 1 });
  await live.call('tem', 'DescribeEnvironments', { Limit: 100, Offset: 0 });
  live.facts['applications by source channel'] = await countByChannel(live);
  live.facts['public address'] = await askPublicAddress(live, info);
}

const NEW_KEYS_POLLS = 12;
const UNKNOWN_KEYS = /^AuthFailure\.(?:SecretIdNotFound|TokenFailure)/;

/** Counts the seconds until a service knows the keys of a role. Runs first, while they are new. */
async function measureNewKeys(live: Live): Promise<void> {
  const { applicationId } = live.options;
  const request = applicationId
    ? { service: 'tem', action: 'DescribeApplicationInfo', parameters: temTarget(live) }
    : { service: 'sts', action: 'GetCallerIdentity', parameters: {} };
  const startedAt = live.clock.now();
  for (let polls = 0; polls < NEW_KEYS_POLLS; polls += 1) {
    if (!UNKNOWN_KEYS.test(getErrorCode(await live.probe(request)))) break;
    await live.clock.sleep(5_000);
  }
  live.facts['new keys seconds'] = String(Math.round((live.clock.now() - startedAt) / 1000));
}

const CHANNELS = [undefined, 0, 1, 2];

/** Counts the applications with each SourceChannel: "without 5, 0: 3, …". */
async function countByChannel(live: Live): Promise<string> {
  const counts: string[] = [];
  for (const SourceChannel of CHANNELS) {
    const channel = SourceChannel === undefined ? {} : { SourceChannel };
    const parameters = { Limit: 100, Offset: 0, ...channel };
    const request = { service: 'tem', action: 'DescribeApplications', parameters };
    const answer = await live.probe(request);
    const total = readNumber(asObject(answer.response?.Result), 'Total');
    counts.push(`${SourceChannel ?? 'without'}: ${getErrorCode(answer) || (total ?? '-')}`);
  }
  return counts.join(', ');
}

/** Sends a GET to the application's public address, with HTTPS and HTTP; '' if nothing answers. */
async function askPublicAddress(live: Live, info: Answer): Promise<string> {
  const url = readPublicUrl(getResult(info) ?? {});
  if (url === '') return '';
  const [https, http] = [
    await live.fetchUrl(url.replace(/^https?:/, 'https:')),
    await live.fetchUrl(url.replace(/^https?:/, 'http:')),
  ];
  // A server of HTTPS answers plain HTTP with 400.
  const seen = https.status > 0 ? 'https' : http.status > 0 && http.status !== 400 ? 'http' : '';
  return seen && (url.startsWith(`${seen}:`) ? `${seen}, as assumed` : `${seen}, not as assumed`);
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
