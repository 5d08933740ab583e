import { describe, expect, it } from '@jest/globals';
import type { ApplicationSeed } from '../../simulator/index.ts';
import type { WorkflowRun } from '../support/workflow/run-workflow.ts';
import { ends, openExampleWorld } from './example.ts';

const PLACES: ApplicationSeed[] = [
  { applicationId: 'app-shopstag', environmentId: 'en-stag0001', instances: 2 },
  { applicationId: 'app-shop0001', environmentId: 'en-prod0001' },
  { applicationId: 'app-shopsgp1', environmentId: 'en-sgp00001', region: 'ap-singapore' },
];
const DEPLOY = { name: 'workflow_dispatch', inputs: { version: 'v2.4.0' } } as const;

const open = () => openExampleWorld(() => ({ tem: { applications: PLACES } }));
const environments = ({ jobs }: WorkflowRun) => jobs.map(({ environment }) => environment?.name);

describe('tem-many-environments.yml', () => {
  it('deploys in one environment after another', async () => {
    const { run, simulator } = await open();
    const ended = await run('tem-many-environments.yml', DEPLOY);
    expect(ends(ended)).toEqual(Array.from({ length: 3 }, () => 'deploy / deploy: success'));
    expect(environments(ended)).toEqual(['staging', 'production', 'production-singapore']);
    const rollouts = simulator.tem.applications.map(({ deployVersion, rollouts: [rollout] }) => [
      deployVersion,
      rollout?.batches.length,
    ]);
    expect(rollouts).toEqual(PLACES.map(() => ['v2.4.0', 2]));
    const triggers = simulator.calls.filter(
      ({ action }) => action === 'RollingUpdateApplicationByVersion',
    );
    expect(triggers.map(({ region }) => region)).toEqual([
      'ap-guangzhou',
      'ap-guangzhou',
      'ap-singapore',
    ]);
    const starts = simulator.tem.applications.map(({ rollouts }) => rollouts[0]?.startedAt ?? 0);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(new Set(starts).size).toBe(3);
  });

  it('stops at the first environment that fails', async () => {
    const { run, simulator } = await open();
    simulator.tem.application('app-shopstag').behaviour.crash = { status: 'CrashLoopBackOff' };
    const ended = await run('tem-many-environments.yml', DEPLOY);
    expect(ends(ended)).toEqual([
      'deploy / deploy: failure',
      'deploy: cancelled',
      'deploy: cancelled',
    ]);
    expect(simulator.tem.applications.map(({ rollouts }) => rollouts.length)).toEqual([1, 0, 0]);
  });

  it('goes no further than an environment whose approval is refused', async () => {
    const { run, simulator } = await open();
    await run('tem-many-environments.yml', DEPLOY, {
      approve: (environment) => environment === 'staging',
    });
    expect(simulator.tem.applications.map(({ deployVersion }) => deployVersion)).toEqual([
      ...['v2.4.0', 'v2.3.9', 'v2.3.9'],
    ]);
  });

  it('does not start without the secrets that it asks for', async () => {
    const { run } = await open();
    await expect(run('tem-many-environments.yml', DEPLOY, { secrets: {} })).rejects.toThrow(
      'Secrets are required: TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY',
    );
  });
});
