import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, count, startWorld, UPDATE } from '../world.ts';
import { TRIGGER } from './tem-actions.ts';

const SKIP = { ...UPDATE, 'if-unchanged': 'skip' };
const SAME = { ...SKIP, 'deploy-version': 'v2.3.9' };

afterEach(closeWorlds);

describe('if-unchanged: skip', () => {
  it('deploys nothing if the version runs already', async () => {
    const world = await startWorld();
    const { revisionId } = world.application;
    const run = await world.run(SAME);
    expect(run).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: {
        status: 'succeeded',
        'revision-id': revisionId,
        'previous-version': 'v2.3.9',
      },
    });
    expect(run.calls).not.toContain(TRIGGER);
    expect(run.seconds).toBeGreaterThanOrEqual(15);
  });

  it('deploys another version', async () => {
    const world = await startWorld();
    const run = await world.run(SKIP);
    expect(run.outputs.status).toBe('succeeded');
    expect(count(run, TRIGGER)).toBe(1);
  });

  it('deploys the same version without it', async () => {
    const world = await startWorld();
    const run = await world.run({ ...SAME, 'if-unchanged': 'deploy' });
    expect(count(run, TRIGGER)).toBe(1);
  });

  it('deploys if an instance becomes unhealthy while it checks', async () => {
    const world = await startWorld();
    let reads = 0;
    world.intercept((action, answer) => {
      if (action === TRIGGER) reads = -Infinity;
      if (action !== 'DescribeApplicationPods' || (reads += 1) !== 2) return undefined;
      return JSON.parse(
        JSON.stringify(answer).replace('"Status":"Running"', '"Status":"CrashLoopBackOff"'),
      ) as typeof answer;
    });
    const run = await world.run(SAME);
    expect(count(run, TRIGGER)).toBe(1);
  });

  it('waits for a rollout in progress, and skips if that one brought the version', async () => {
    const world = await startWorld();
    world.application.startRollout({ DeployVersion: 'v2.4.0' });
    const run = await world.run(SKIP);
    expect(run.outputs.status).toBe('succeeded');
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('gives the URL of the package that runs', async () => {
    const world = await startWorld({ deployMode: 'JAR', pkgName: 'tem/pkg/shop-2.3.9.jar' });
    const run = await world.run({ ...SAME, 'package-name': 'shop-2.3.9.jar' });
    expect(run.outputs).toMatchObject({
      status: 'succeeded',
      'package-name': 'tem/pkg/shop-2.3.9.jar',
      'download-url': expect.stringMatching(/^https:/),
    });
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('is a plan that changes nothing', async () => {
    const world = await startWorld();
    const run = await world.run({ ...SAME, 'dry-run': 'true' });
    expect(run.plan).toMatchObject({ headline: { key: 'plan.unchanged' }, blockers: [] });
  });
});
