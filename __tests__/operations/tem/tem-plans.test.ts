import { afterEach, describe, expect, it } from '@jest/globals';
import { formatText } from '../../../src/text/format-text.ts';
import type { Text } from '../../../src/text/message.ts';
import { changeResult, closeWorlds, startWorld, UPDATE } from '../world.ts';
import type { Run, TestWorld } from '../world.ts';
import { startedAgo } from './started.ts';

const DRY = { ...UPDATE, 'dry-run': 'true' };
const CHANGES = /^(RollingUpdate|Resume|Revert|Create)/;
const IN_PROGRESS = { podStartSeconds: 60 };

afterEach(closeWorlds);

const inEnglish = (text: Text) => formatText(text, 'en-US');

/** The plan of a dry run that changed nothing. */
function planOf(run: Run) {
  expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'planned' } });
  expect(run.calls.filter((action) => CHANGES.test(action))).toEqual([]);
  expect(run.plan).toBeDefined();
  const { headline = '', changes = [], division = '', blockers = [] } = run.plan ?? {};
  return {
    ...{ headline, division: inEnglish(division) },
    ...{ changes: changes.map(inEnglish), blockers: blockers.map(inEnglish) },
  };
}

async function startOther(version: string, strategy: 'AUTO' | 'MANUAL' = 'AUTO') {
  const world = await startWorld({ behaviour: { podStartSeconds: 20 } });
  world.application.startRollout({
    DeployVersion: version,
    DeployStrategyType: strategy,
    TotalBatchCount: 2,
  });
  world.clock.manual.advance(strategy === 'MANUAL' ? 60 : 5);
  return world;
}

describe('the plan of a rolling update', () => {
  it('names both versions, the instances and their division', async () => {
    const world = await startWorld({ instances: 6 });
    const beta = { 'deploy-strategy': 'BETA', 'beta-batch-num': '1', 'total-batch-count': '2' };
    const run = await world.run({ ...DRY, ...beta });
    const { headline, changes, division, blockers } = planOf(run);
    const versions = { application: 'shop-api', previous: 'v2.3.9', version: 'v2.4.0' };
    expect(headline).toEqual({ key: 'plan.update', values: versions });
    expect(changes).toEqual([expect.stringMatching(/ 6 instances$/)]);
    expect(division).toMatch(/beta: 1, batch 1\/2: 3, .*2\/2: 2$/);
    expect(run.lines.join('\n')).toContain(division);
    expect(blockers).toEqual([]);
    expect(run.summary).toMatch(/\| batch 1\/2 \|\s+3 \|/);
    expect(run.outputs['previous-version']).toBe('v2.3.9');
  });

  it('divides no single instance, and names no version that is not there', async () => {
    const world = await startWorld({ instances: 1, deployVersion: '' });
    const { headline, division } = planOf(await world.run(DRY));
    const version = { application: 'shop-api', version: 'v2.4.0' };
    expect(headline).toEqual({ key: 'plan.first-release', values: version });
    expect(division).not.toContain('batch 1');
  });

  it('counts the instances where the application does not tell how many there are', async () => {
    const world = await startWorld({ instances: 3 });
    const silent = { CurrentInstances: null, RunningInstances: null, InstanceCount: null };
    changeResult(world, undefined, () => silent);
    expect(planOf(await world.run(DRY)).changes.join()).toContain('3 instances');
  });

  it.each([
    ['wait', 'v9', 2, 0],
    ['adopt', 'v2.4.0', 2, 0],
    ['adopt', 'v9', 1, 1],
    ['fail', 'v9', 1, 1],
  ])('if-deploying: %s, another rollout of %s', async (policy, version, steps, blocked) => {
    const world = await startOther(version);
    const { changes, blockers } = planOf(await world.run({ ...DRY, 'if-deploying': policy }));
    expect([changes.length, blockers.length]).toEqual([steps, blocked]);
    const other = [...changes.slice(0, -1), ...blockers].join();
    expect(other).toContain(version);
    expect(other).toContain(world.application.revisionId);
  });

  it('does not invent the version of another rollout', async () => {
    const world = await startOther('v9');
    changeResult(world, undefined, () => ({ DeployVersion: null, NewDeployVersion: null }));
    const [wait] = planOf(await world.run(DRY)).changes;
    expect(wait).toContain(world.application.revisionId);
    expect(wait).not.toContain('v9');
  });

  it.each<[string, () => Promise<TestWorld>, Record<string, string>, string]>([
    ['a rollout that waits', () => startOther('v9', 'MANUAL'), {}, 'v9'],
    ['a missing package', () => startWorld({ deployMode: 'JAR' }), {}, 'JAR'],
    [
      'a policy that the site lacks',
      () => startWorld({}, 'international'),
      { 'on-failure': 'revert' },
      'on-failure: revert',
    ],
  ])('is blocked by %s', async (_, start, inputs, blocker) => {
    const run = await (await start()).run({ ...DRY, ...inputs });
    expect(planOf(run).blockers).toEqual([expect.stringContaining(blocker)]);
  });
});

describe('the plan of', () => {
  it.each([
    ['tem-wait', 1],
    ['tem-resume', 1],
    ['tem-revert', 1],
  ])('%s during a rollout names the application and the revision', async (operation, steps) => {
    const world = await startedAgo(5, IN_PROGRESS);
    const { headline, changes, blockers } = planOf(
      await world.run({ operation, 'dry-run': 'true' }),
    );
    expect(headline).toMatchObject({ values: { application: 'shop-api' } });
    expect(changes).toHaveLength(steps);
    expect(changes.join()).toContain(world.application.revisionId);
    expect(blockers).toEqual([]);
  });

  it('tem-wait follows a rollout that has ended, too', async () => {
    const world = await startWorld();
    const run = await world.run({ operation: 'tem-wait', 'dry-run': 'true' });
    expect(planOf(run)).toMatchObject({ changes: [expect.any(String)], blockers: [] });
  });

  it.each(['BETA', 'MANUAL'] as const)(
    'tem-resume names the batch that waits: %s',
    async (type) => {
      const world = await startedAgo(60, {}, type);
      const { headline, changes } = planOf(
        await world.run({ operation: 'tem-resume', 'dry-run': 'true' }),
      );
      expect(headline).toMatchObject({ key: 'plan.resume' });
      expect(inEnglish(headline)).toContain(type === 'BETA' ? 'beta' : 'batch 1/2');
      expect(changes).toHaveLength(2);
    },
  );

  it('tem-revert names the version before as far as it is told', async () => {
    const world = await startedAgo(5, IN_PROGRESS);
    const inputs = { operation: 'tem-revert', 'dry-run': 'true' };
    const known = { key: 'plan.revert', values: { version: 'v2.3.9' } };
    expect(planOf(await world.run(inputs)).headline).toMatchObject(known);
    changeResult(world, 'DescribeDeployApplicationDetail', () => ({ OldDeployVersion: null }));
    expect(inEnglish(planOf(await world.run(inputs)).headline)).not.toContain('v2.3.9');
  });

  it('tem-revert is blocked where nothing is being deployed', async () => {
    const world = await startWorld();
    const run = await world.run({ operation: 'tem-revert', 'dry-run': 'true' });
    expect(planOf(run).blockers).toEqual([expect.stringContaining('v2.3.9')]);
  });

  it('tem-package-url asks TEM for nothing', async () => {
    const world = await startWorld({ deployMode: 'JAR' });
    const inputs = { 'package-name': 'shop.jar', 'environment-id': '' };
    const run = await world.run({ ...DRY, operation: 'tem-package-url', ...inputs });
    expect(planOf(run).changes).toHaveLength(1);
    expect(run.calls).toEqual(['GetCallerIdentity']);
  });

  it.each(['tem-wait', 'tem-resume', 'tem-revert'])(
    '%s is blocked by another revision',
    async (operation) => {
      const world = await startedAgo(5, IN_PROGRESS);
      const inputs = { operation, 'revision-id': 'revision-mine0001', 'dry-run': 'true' };
      expect(planOf(await world.run(inputs)).blockers).toEqual([
        expect.stringContaining(world.application.revisionId),
      ]);
    },
  );

  it.each([
    ['tem-wait', { 'on-failure': 'revert' }],
    ['tem-resume', {}],
    ['tem-revert', {}],
  ])('%s is blocked by what the site lacks', async (operation, inputs) => {
    const world = await startWorld({}, 'international');
    const { blockers } = planOf(await world.run({ operation, ...inputs, 'dry-run': 'true' }));
    expect(blockers.length).toBeGreaterThan(0);
  });
});
