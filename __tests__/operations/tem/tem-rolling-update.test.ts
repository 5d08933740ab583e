import { afterEach, describe, expect, it } from '@jest/globals';
import { changeResult, closeWorlds, count, startWorld, suggested, UPDATE } from '../world.ts';
import { INFO, RESUME, TRIGGER } from './tem-actions.ts';

const BETA = { ...UPDATE, 'deploy-strategy': 'BETA', 'beta-batch-num': '1' };

afterEach(closeWorlds);

describe('a rolling update', () => {
  it('ends as succeeded when all instances are healthy', async () => {
    const world = await startWorld({ instances: 3 });
    const before = world.application.revisionId;
    const run = await world.run({ ...UPDATE, 'deploy-strategy': 'AUTO' });
    expect(run).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: {
        status: 'succeeded',
        'previous-version': 'v2.3.9',
        'revision-id': world.application.revisionId,
        'duration-seconds': String(Math.round(run.seconds)),
      },
    });
    expect(run.outputs['revision-id']).not.toBe(before);
    expect(run.outputs).not.toHaveProperty('download-url');
    expect(count(run, TRIGGER)).toBe(1);
    expect(run.lines.at(-1)).toMatch(/shop-api .*v2\.4\.0 .*v2\.3\.9/);
  });

  it('sends what the inputs say', async () => {
    const world = await startWorld({ instances: 6 });
    await world.run({
      ...BETA,
      'total-batch-count': '2',
      'batch-interval': '1m',
      'min-available': '1',
      force: 'true',
      from: 'Coding',
      wait: 'false',
    });
    const trigger = world.simulator.calls.find(({ action }) => action === TRIGGER);
    expect(trigger?.parameters).toEqual({
      ApplicationId: 'app-shop0001',
      EnvironmentId: 'en-prod0001',
      DeployVersion: 'v2.4.0',
      DeployStrategyType: 'BETA',
      TotalBatchCount: 2,
      BatchInterval: 60,
      BetaBatchNum: 1,
      MinAvailable: 1,
      Force: true,
      From: 'Coding',
    });
  });

  it('ends as started with wait: false, and suggests to wait for it', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(run).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: { status: 'started', 'revision-id': world.application.revisionId },
    });
    expect(run.next).toMatchObject([
      { inputs: { operation: 'tem-wait', 'revision-id': world.application.revisionId } },
    ]);
    expect(world.application.isDeploying).toBe(true);
  });

  it('stops green where a beta batch waits for confirmation, with a notice', async () => {
    const world = await startWorld();
    const run = await world.run(BETA);
    expect(run).toMatchObject({
      exitCode: 0,
      annotations: [{ kind: 'notice' }],
      outputs: { status: 'waiting' },
    });
    expect(suggested(run)).toEqual(['tem-resume', 'tem-revert']);
    expect(run.annotations[0]?.message).toContain(world.application.revisionId);
    expect(run.calls).not.toContain(RESUME);
    expect(run.summary).toContain('| beta | 1/1 |');
  });

  it('names the application by its ID where it has no name', async () => {
    const world = await startWorld();
    changeResult(world, INFO, () => ({ ApplicationName: null }));
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    expect(run.lines.at(-1)).toMatch(/app-shop0001 .*v2\.4\.0/);
  });

  it.each([
    ['that has no version yet', { deployVersion: '' }, {}],
    ['that is on it already', {}, { 'deploy-version': 'v2.3.9' }],
  ])('of an application %s names one version', async (_, seed, inputs) => {
    const world = await startWorld(seed);
    const run = await world.run({ ...UPDATE, ...inputs });
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.lines.at(-1)?.match(/v2\.\d\.\d/g)).toHaveLength(1);
  });
});
