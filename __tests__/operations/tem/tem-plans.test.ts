import { afterEach, describe, expect, it } from '@jest/globals';
import { startedAgo } from './started.ts';
import { annotated, closeWorlds, startWorld, UPDATE } from '../world.ts';
import type { Run, TestWorld } from '../world.ts';

const CHANGES = /^(RollingUpdate|Resume|Revert|Create|Delete|SetApplication)/;
const DRY = { ...UPDATE, 'dry-run': 'true' };

afterEach(closeWorlds);

/** What a plan says, and that nothing else was done. */
function planOf(run: Run): string[] {
  expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'planned' } });
  expect(run.calls.filter((action) => CHANGES.test(action))).toEqual([]);
  expect(run.calls).toContain('GetCallerIdentity');
  expect(run.summary).toMatch(/^## 📝 Plan: .*Nothing was changed/);
  return run.lines.flatMap((line) => /^▸ Plan +(.*)/.exec(line)?.[1] ?? []);
}

describe('dry-run of a rolling update', () => {
  it('tells who would do what to which instances', async () => {
    const world = await startWorld({ instances: 6 });
    const run = await world.run({
      ...DRY,
      'deploy-strategy': 'BETA',
      'beta-batch-num': '1',
      'total-batch-count': '2',
    });
    expect(planOf(run)).toEqual([
      'roll v2.4.0 out on 6 instances · BETA, 1 instance, then 2 batches · beta: 1, batch 1/2: 3, batch 2/2: 2',
    ]);
    expect(run.lines.join('\n')).toMatch(/^▸ Caller +qcs::cam::uin\/\d+/m);
    expect(run.lines.at(-1)).toContain('shop-api would go from v2.3.9 to v2.4.0');
    expect(run.summary).toContain('remove   dry-run: true');
    expect(run.summary).toMatch(/\| batch 1\/2 \|\s+0\/3 \|/);
    expect(run.outputs['previous-version']).toBe('v2.3.9');
    expect(run.annotations).toEqual([]);
    expect(run.lines.at(-1)).not.toContain('blocked');
  });

  it.each([
    ['wait', 'v9', ['wait for the end of the rollout of v9'], ''],
    ['adopt', 'v2.4.0', ['adopt the rollout of v2.4.0'], ''],
    ['adopt', 'v9', [], 'the rollout of v9'],
    ['fail', 'v9', [], '(if-deploying: fail)'],
  ])(
    'if-deploying: %s says what another rollout of %s means',
    async (policy, version, would, no) => {
      const world = await startWorld({ behaviour: { podStartSeconds: 60 } });
      world.application.startRollout({ DeployVersion: version });
      world.clock.manual.advance(5);
      const run = await world.run({ ...DRY, 'if-deploying': policy });
      const plan = planOf(run);
      would.forEach((line, index) => {
        expect(plan[index]).toContain(line);
      });
      expect(plan).toHaveLength(would.length + 1);
      expect(annotated(run)).toContain(no);
      expect(run.annotations).toHaveLength(no ? 1 : 0);
    },
  );

  it('is blocked by a rollout that waits for confirmation', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 5 } });
    world.application.startRollout({
      DeployVersion: 'v9',
      DeployStrategyType: 'MANUAL',
      TotalBatchCount: 2,
    });
    world.clock.manual.advance(60);
    const run = await world.run(DRY);
    planOf(run);
    expect(run.annotations).toMatchObject([{ kind: 'warning', title: 'The plan is blocked' }]);
    expect(annotated(run)).toContain('waits for confirmation');
  });

  it('is blocked without the package that the application needs', async () => {
    const world = await startWorld({ deployMode: 'JAR' });
    const run = await world.run(DRY);
    planOf(run);
    expect(annotated(run)).toContain('JAR applications need package-file or package-name');
  });

  it('is blocked by policies that the site lacks', async () => {
    const world = await startWorld({}, 'international');
    const run = await world.run({ ...DRY, 'on-failure': 'revert' });
    planOf(run);
    expect(annotated(run)).toContain('on-failure: revert cannot be done at this endpoint');
  });

  it('goes on where the cloud does not tell who calls', async () => {
    const world = await startWorld();
    const code = 'UnauthorizedOperation';
    world.simulator.faults.inject({ kind: 'api-error', action: 'GetCallerIdentity', code });
    const run = await world.run(DRY);
    planOf(run);
    expect(run.lines.join('\n')).toMatch(/^▸ Caller +not known/m);
  });

  it('is red with a wrong key, at once', async () => {
    const world = await startWorld();
    const run = await world.run({ ...DRY, 'secret-id': 'AKIDwrong', 'secret-key': 'wrong' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(run.calls).toEqual(['GetCallerIdentity']);
  });

  it('is red where there is no such application', async () => {
    const world = await startWorld();
    const run = await world.run({ ...DRY, 'application-id': 'app-nowhere1' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
  });
});

describe('dry-run of', () => {
  it('tem-wait says what would be followed', async () => {
    const world = await startWorld();
    const run = await world.run({ operation: 'tem-wait', 'dry-run': 'true' });
    expect(planOf(run)).toEqual([`follow ${world.application.revisionId}, which has ended`]);
  });

  it('tem-resume says which batch waits', async () => {
    const world = await startWorld({ instances: 4, behaviour: { podStartSeconds: 5 } });
    const strategy = { DeployStrategyType: 'MANUAL', TotalBatchCount: 2 } as const;
    world.application.startRollout({ DeployVersion: 'v9', ...strategy });
    world.clock.manual.advance(60);
    const run = await world.run({ operation: 'tem-resume', 'dry-run': 'true' });
    expect(planOf(run)).toEqual(['confirm it', `follow ${world.application.revisionId}`]);
    expect(run.lines.at(-1)).toContain('batch 1/2 waits');
  });

  it('tem-resume says that nothing waits, and names a wrong revision', async () => {
    const world = await startWorld();
    const run = await world.run({
      operation: 'tem-resume',
      'revision-id': 'revision-other001',
      'dry-run': 'true',
    });
    expect(planOf(run)).toEqual([`follow ${world.application.revisionId}`]);
    expect(run.lines.at(-1)).toContain('nothing waits for confirmation');
    expect(annotated(run)).toContain('revision-id is revision-other001');
  });

  it('tem-revert says what would come back', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 60 } });
    world.application.startRollout({ DeployVersion: 'v9' });
    world.clock.manual.advance(5);
    const run = await world.run({ operation: 'tem-revert', 'dry-run': 'true' });
    expect(planOf(run)).toEqual([
      `take ${world.application.revisionId} back, and wait until v2.3.9 serves`,
    ]);
    expect(run.annotations).toEqual([]);
  });

  it('tem-revert is blocked where nothing is being deployed', async () => {
    const world = await startWorld();
    const run = await world.run({ operation: 'tem-revert', 'dry-run': 'true' });
    planOf(run);
    expect(run.annotations.map(({ kind, message }) => [kind, message])).toEqual([
      [
        'warning',
        expect.stringMatching(/^nothing is being deployed, .* to take back\. v2\.3\.9 \(/),
      ],
    ]);
    expect(run.lines.at(-1)).toContain(
      'Plan: shop-api would go back to v2.3.9, but it is blocked.',
    );
  });

  it('tem-package-url says that only the call itself can tell', async () => {
    const world = await startWorld({ deployMode: 'JAR' });
    const inputs = { 'package-name': 'shop.jar', 'environment-id': '' };
    const run = await world.run({ ...DRY, operation: 'tem-package-url', ...inputs });
    expect(planOf(run)).toHaveLength(1);
    expect(run.calls).toEqual(['GetCallerIdentity']);
  });
});

describe('a plan in words', () => {
  const DETAIL = 'DescribeDeployApplicationDetail';
  /** Answers that lack these fields. */
  const without = (world: TestWorld, ...names: readonly string[]) => {
    world.intercept((_, answer) => ({
      ...answer,
      Result: {
        ...(answer.Result as object),
        ...Object.fromEntries(names.map((name) => [name, null])),
      },
    }));
  };
  const headlineOf = (run: Run) => run.lines.at(-1)?.replace(/^.*? · Plan: /, '');

  it('divides no single instance, and names no version that is not there', async () => {
    const world = await startWorld({ instances: 1, deployVersion: '' });
    const run = await world.run(DRY);
    expect(planOf(run)).toEqual(['roll v2.4.0 out on 1 instance · divided as TEM does by itself']);
    expect(headlineOf(run)).toBe(
      'shop-api would go from no version to v2.4.0. Nothing was changed',
    );
  });

  it('counts the instances where the application does not tell how many there are', async () => {
    const world = await startWorld({ instances: 3 });
    without(world, 'CurrentInstances', 'RunningInstances', 'InstanceCount');
    const [line] = planOf(await world.run(DRY));
    expect(line).toContain('roll v2.4.0 out on 3 instances');
  });

  it('calls a version unknown that nothing tells', async () => {
    const world = await startedAgo(5, { podStartSeconds: 60 });
    without(world, 'DeployVersion', 'NewDeployVersion');
    const [line] = planOf(await world.run(DRY));
    const id = world.application.revisionId;
    expect(line).toBe(`wait for the end of the rollout of an unknown version (${id})`);
  });

  it.each([
    ['tem-wait', 'the rollout of shop-api would be followed', 'follow ID, which is under way'],
    [
      'tem-resume',
      'no batch of shop-api would be started: nothing waits for confirmation',
      'follow ID',
    ],
    [
      'tem-revert',
      'shop-api would go back to v2.3.9',
      'take ID back, and wait until v2.3.9 serves',
    ],
  ])('%s during a rollout', async (operation, headline, would) => {
    const world = await startedAgo(5, { podStartSeconds: 60 });
    const run = await world.run({ operation, 'dry-run': 'true' });
    expect(planOf(run)).toEqual([would.replace('ID', world.application.revisionId)]);
    expect(headlineOf(run)).toBe(`${headline}. Nothing was changed`);
  });

  it('tem-resume of a beta batch names it', async () => {
    const world = await startedAgo(60, {}, 'BETA');
    const run = await world.run({ operation: 'tem-resume', 'dry-run': 'true' });
    expect(headlineOf(run)).toBe(
      'the next batch of shop-api would be started: beta waits. Nothing was changed',
    );
  });

  it('tem-revert speaks of the version before where nothing tells it', async () => {
    const world = await startedAgo(5, { podStartSeconds: 60 });
    const code = 'ResourceNotFound.ServiceRunningVersionNotFound';
    const fault = { kind: 'api-error', action: DETAIL, occurrence: 'every', code } as const;
    world.simulator.faults.inject(fault);
    const run = await world.run({ operation: 'tem-revert', 'dry-run': 'true' });
    expect(headlineOf(run)).toBe(
      'shop-api would go back to the version before. Nothing was changed',
    );
  });

  it.each(['tem-wait', 'tem-resume', 'tem-revert'])(
    '%s is blocked by another revision',
    async (operation) => {
      const world = await startedAgo(5, { podStartSeconds: 60 });
      const inputs = { operation, 'revision-id': 'revision-mine0001', 'dry-run': 'true' };
      const run = await world.run(inputs);
      expect(run.annotations).toMatchObject([{ kind: 'warning', title: 'The plan is blocked' }]);
      expect(annotated(run)).toContain(`The current one is ${world.application.revisionId}`);
    },
  );

  it.each([
    ['tem-wait', { 'on-failure': 'revert' }, 'on-failure: revert'],
    ['tem-resume', {}, 'tem-resume'],
    ['tem-revert', {}, 'tem-revert'],
  ])('%s is blocked by what the site lacks', async (operation, inputs, wanted) => {
    const world = await startWorld({}, 'international');
    const run = await world.run({ operation, ...inputs, 'dry-run': 'true' });
    expect(run.outputs.status).toBe('planned');
    expect(annotated(run)).toContain(`${wanted} cannot be done at this endpoint`);
  });
});
