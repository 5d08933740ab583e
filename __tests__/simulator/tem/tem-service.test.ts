import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMO_APPLICATION, manualClock, startSimulator } from '../../../simulator/index.ts';
import type { ManualClock, Simulator } from '../../../simulator/index.ts';
import { temClient } from '../support/official-clients.ts';
import type { TemClient } from '../support/official-clients.ts';
import { outcome } from '../support/signed-calls.ts';

const APPLICATION = { ApplicationId: 'app-sdk00001', EnvironmentId: 'en-sdk00001' };

let clock: ManualClock;
let simulator: Simulator;
let client: TemClient;

beforeEach(async () => {
  clock = manualClock();
  const { ApplicationId: applicationId, EnvironmentId: environmentId } = APPLICATION;
  const seed = { applicationId, environmentId, instances: 6, deployVersion: 'v1' };
  simulator = await startSimulator({
    clock,
    tem: { applications: [{ ...seed, behaviour: { podStartSeconds: 10 } }] },
  });
  client = temClient(simulator);
});

afterEach(async () => {
  await simulator.close();
});

interface Look {
  versionId: string;
  deployStatus: string;
  batches: string;
  newPods: number;
}

/** Reads all that there is to read. */
async function look(revisionId: string): Promise<Look> {
  const { Result: info } = await client.DescribeApplicationInfo(APPLICATION);
  const { Result: detail } = await client.DescribeDeployApplicationDetail(APPLICATION);
  const { Result: page } = await client.DescribeApplicationPods({ ...APPLICATION, Limit: 100 });
  const beta = detail?.BetaBatchDetail ?? undefined;
  const batches = [beta, ...(detail?.OtherBatchDetail ?? [])];
  const pods = page?.PodList ?? [];
  return {
    versionId: info?.VersionId ?? '',
    deployStatus: info?.BatchDeployStatus ?? '',
    batches: batches.map((batch) => batch?.BatchStatus ?? '-').join(' '),
    newPods: pods.filter((pod) => pod.VersionId === revisionId && pod.Ready).length,
  };
}

/** Polls every second; gives the distinct states in order, confirming where the rollout asks for it. */
async function follow(revisionId: string): Promise<string[]> {
  const states: string[] = [];
  for (let second = 0; second < 200; second++) {
    const { batches, deployStatus, versionId, newPods } = await look(revisionId);
    const state = `${batches} | ${deployStatus}`;
    if (states.at(-1) !== state) states.push(state);
    if (batches.startsWith('WaitForResume')) {
      const { Result } = await client.ResumeDeployApplication(APPLICATION);
      states.push(`resumed: ${String(Result)}`);
    }
    if (versionId === revisionId && deployStatus === '' && newPods === 6) return states;
    clock.advance(1);
  }
  throw new Error(`The rollout does not end: ${states.join(', ')}`);
}

describe('the official SDK', () => {
  it('drives a whole BETA rollout', async () => {
    const { Result: revisionId = '' } = await client.RollingUpdateApplicationByVersion({
      ...APPLICATION,
      DeployVersion: 'v2',
      DeployStrategyType: 'BETA',
      BetaBatchNum: 1,
      TotalBatchCount: 2,
      BatchInterval: 30,
    });
    const states = await follow(revisionId);
    expect(states).toStrictEqual([
      '- Finish | ',
      'Deploying NotStart NotStart | batch_updating',
      'WaitForResume NotStart NotStart | batch_updating_waiting_confirm',
      'resumed: true',
      'Finish Deploying NotStart | batch_updating',
      'Finish WaitForTimeExceed NotStart | batch_updating',
      'Finish Finish Deploying | batch_updating',
      'Finish Finish Finish | ',
    ]);
    const { rollouts, revisionId: current } = simulator.tem.application('app-sdk00001');
    expect(current).toBe(revisionId);
    expect(rollouts).toMatchObject([{ strategy: 'BETA', batches: [1, 3, 2], state: 'finished' }]);
  });

  it('reverts a rollout', async () => {
    await client.RollingUpdateApplicationByVersion({ ...APPLICATION, DeployVersion: 'v2' });
    clock.advance(5);
    await expect(client.RevertDeployApplication(APPLICATION)).resolves.toMatchObject({
      Result: true,
    });
    clock.advance(20);
    expect(simulator.tem.application('app-sdk00001')).toMatchObject({
      deployVersion: 'v1',
      isDeploying: false,
    });
  });

  it('gets refusals as errors with code and RequestId', async () => {
    const refusal: unknown = await client
      .RollingUpdateApplicationByVersion({ ...APPLICATION, DeployVersion: 'V2' })
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'InvalidParameterValue.VersionLowerCase',
      requestId: simulator.calls[0]?.requestId,
    });
  });
});

describe('the international site', () => {
  it.each([
    ['DescribeDeployApplicationDetail', 'InvalidAction'],
    ['ResumeDeployApplication', 'InvalidAction'],
    ['RevertDeployApplication', 'InvalidAction'],
    ['DescribeApplicationInfo', 'ok'],
    ['DescribeApplicationPods', 'ok'],
  ])('answers %s with %s', async (action, expected) => {
    const international = await startSimulator({ clock, site: 'international' });
    const { applicationId: ApplicationId, environmentId: EnvironmentId } = DEMO_APPLICATION;
    const request = { action, parameters: { ApplicationId, EnvironmentId } };
    const answered = await outcome(international, request);
    await international.close();
    expect(answered).toBe(expected);
  });
});
