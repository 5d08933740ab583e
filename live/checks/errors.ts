import { readText } from '../../src/tencent/json.ts';
import { getErrorCode, getResponse } from '../evidence.ts';
import type { Live } from '../live.ts';
import { temTarget } from '../live.ts';

const TEN_MINUTES_MS = 600_000;

/** Sends harmless reads that must fail, and keeps their codes. */
export async function checkErrors(live: Live): Promise<void> {
  const identity = { service: 'sts', action: 'GetCallerIdentity', parameters: {} };
  const late = await live.probe({ ...identity, clockError: -TEN_MINUTES_MS });
  live.facts['wrong clock'] = getErrorCode(late) || 'accepted';
  const missing = await live.probe({ service: 'tem', action: 'DescribeNothing', parameters: {} });
  live.facts['missing action'] = getErrorCode(missing) || 'accepted';
  if (live.options.carApplicationId)
    live.facts['car keys without a version'] = await askCarKeys(live);
  if (live.options.newApplicationId) await askNewApplication(live);
  if (live.options.chainedRoleArn) await askChainedRole(live);
}

/** Reads an application that has never run. */
async function askNewApplication(live: Live): Promise<void> {
  const parameters = { ...temTarget(live), ApplicationId: live.options.newApplicationId };
  const codeOf = async (action: string) =>
    getErrorCode(await live.probe({ service: 'tem', action, parameters })) || 'no error';
  live.facts['instances of a new application'] = await codeOf('DescribeApplicationPods');
  live.facts['details of a new application'] = await codeOf('DescribeDeployApplicationDetail');
}

const LONGEST_SESSION_SECONDS = 43_200;

/** Asks for the longest session of a role; only the keys of another role make it a chain. */
async function askChainedRole(live: Live): Promise<void> {
  const identity = await live.call('sts', 'GetCallerIdentity', {});
  if (readText(getResponse(identity), 'Type') !== 'CAMRole') return;
  const answer = await live.probe({
    service: 'sts',
    action: 'AssumeRole',
    parameters: {
      RoleArn: live.options.chainedRoleArn,
      RoleSessionName: 'live-checks',
      DurationSeconds: LONGEST_SESSION_SECONDS,
    },
  });
  live.facts['chained role'] = getErrorCode(answer) || 'accepted';
}

/** Asks the international endpoint for the details that only the Chinese definition has. */
export async function checkIntlSite(live: Live): Promise<void> {
  const { applicationId, intlEndpoint } = live.options;
  if (!applicationId || !intlEndpoint) return;
  const action = 'DescribeDeployApplicationDetail';
  const request = { service: 'tem', action, parameters: temTarget(live) };
  live.facts['intl details'] = getErrorCode(await live.probe(request, intlEndpoint)) || 'served';
}

/** Sends something that is no call, and keeps the form of what comes back. */
export async function checkGateway(live: Live): Promise<void> {
  const answer = await live.probe({ service: 'tem', action: '', parameters: {} });
  live.facts['gateway status'] = String(answer.status);
  live.facts['gateway body'] = answer.response
    ? 'answer'
    : answer.body.trim().startsWith('<')
      ? 'page'
      : 'text';
  if ((URL.parse(live.options.endpoint)?.pathname ?? '/') === '/') return;
  const identity = { service: 'sts', action: 'GetCallerIdentity', parameters: {} };
  live.facts['gateway with a path'] = getErrorCode(await live.probe(identity)) || 'accepted';
}

/** Asks for upload keys while no version waits for a file. */
async function askCarKeys(live: Live): Promise<string> {
  const answer = await live.probe({
    service: 'car',
    action: 'DescribeCosCredential',
    parameters: { ApplicationId: live.options.carApplicationId, ApplicationFileName: 'live.zip' },
  });
  return getErrorCode(answer) || 'keys';
}
