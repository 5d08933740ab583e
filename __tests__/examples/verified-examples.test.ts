import { afterEach, describe, expect, it } from '@jest/globals';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_APPLICATION, serveApplication } from '../../simulator/index.ts';
import type { Manners } from '../../simulator/index.ts';
import type { WorkflowEvent } from '../support/workflow/model.ts';
import type { WorkflowRun } from '../support/workflow/run-workflow.ts';
import { sharedTime } from '../support/process/shared-time.ts';
import { dispatch, ends, openExampleWorld, PUSH, SECRETS, SHA } from './example-world.ts';
import { expectAllowed } from './policies.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

interface Stage {
  stage: string;
  verdict: string;
  targets: { url: string }[];
}

/** Runs an example whose application answers, with the addresses that it has here. */
async function runServed(
  file: string,
  event: WorkflowEvent,
  operations: readonly string[],
  manners: Record<string, Manners> = {},
): Promise<{ run: WorkflowRun; stages: Stage[]; version: string }> {
  const time = sharedTime();
  const behaviour = { loopbackIps: true };
  const applications = [{ ...DEMO_APPLICATION, behaviour }];
  const world = await openExampleWorld({ tem: { applications } }, time);
  const application = world.simulator.tem.application('app-shop0001');
  const served = await serveApplication(application, time, manners);
  const path = join(tmpdir(), `served-${process.pid}-${file}`);
  closing.push(served.close, () => {
    rmSync(path);
  });
  const text = readFileSync(new URL(`../../examples/${file}`, import.meta.url), 'utf8');
  const here = text
    .replaceAll('https://shop.example.com', served.url)
    .replaceAll('http://{instance-ip}:8080', served.instanceUrl);
  writeFileSync(path, here);
  const secrets = { ...SECRETS, HEALTH_TOKEN: 'healthTokenEXAMPLE' };
  const run = await world.run(path, event, { secrets, served });
  expectAllowed(world, 'tem-rolling-update', ...operations);
  const [step] = run.job('deploy').steps;
  const stages = JSON.parse(step?.outputs.verification ?? '[]') as Stage[];
  return { run, stages, version: application.deployVersion };
}

describe('tem-verified-beta.yml', () => {
  it('deploys the rest once the first instance has passed', async () => {
    const { run, stages, version } = await runServed('tem-verified-beta.yml', PUSH, ['tem-resume']);
    expect(ends(run)).toEqual(['deploy: success']);
    expect(stages).toMatchObject([
      { stage: 'beta', verdict: 'passed' },
      { stage: 'final', verdict: 'passed' },
    ]);
    expect(version).toBe(SHA);
  });

  it('rolls back if it has not', async () => {
    const bad = { [SHA]: { rhythm: [['bad', 1]] } } satisfies Record<string, Manners>;
    const { run, stages, version } = await runServed(
      'tem-verified-beta.yml',
      PUSH,
      ['tem-revert'],
      bad,
    );
    expect(ends(run)).toEqual(['deploy: failure']);
    expect(stages).toMatchObject([{ stage: 'beta', verdict: 'failed' }]);
    expect(version).toBe('v2.3.9');
  });
});

describe('tem-verified-instances.yml', () => {
  it('asks each instance of each batch', async () => {
    const event = dispatch({ version: 'v2.4.0' });
    const { run, stages } = await runServed('tem-verified-instances.yml', event, ['tem-resume']);
    expect(ends(run)).toEqual(['deploy: success']);
    expect(stages.map(({ stage, targets }) => [stage, targets.length])).toEqual([
      ['batch 1', 4],
      ['batch 2', 8],
      ['final', 12],
    ]);
  });
});

describe('tem-verified-release.yml', () => {
  it('verifies two URLs, and deploys the previous version again if one fails', async () => {
    const late = {
      main: {
        rhythm: [
          ['good', 3],
          ['bad', 99],
        ],
      },
    } satisfies Record<string, Manners>;
    const { run, stages, version } = await runServed('tem-verified-release.yml', PUSH, [], late);
    expect(ends(run)).toEqual(['deploy: failure']);
    expect(stages).toMatchObject([{ stage: 'final', verdict: 'failed' }]);
    expect(version).toBe('v2.3.9');
  });
});
