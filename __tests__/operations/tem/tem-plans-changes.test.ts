import { afterEach, describe, expect, it } from '@jest/globals';
import { message } from '../../../src/text/message.ts';
import { openTem, UPDATE as PACKAGE } from '../files/tem-package-world.ts';
import { closeServices } from '../services.ts';
import type { TestWorld } from '../world.ts';
import { changeResult, closeWorlds, startWorld, UPDATE } from '../world.ts';
import { startedAgo } from './started.ts';
import { INFO } from './tem-actions.ts';

const DRY = { 'dry-run': 'true' };
const MORE = { 'deploy-strategy': 'BETA', 'beta-batch-num': '1' };
/** A rollout that lasts longer than the tests. */
const SLOW = { podStartSeconds: 600 };

afterEach(closeWorlds);
afterEach(closeServices);

/** A world with three instances on which nothing is in progress. */
const idle = () => startWorld({ instances: 3 });

/** A world without the name of the application. */
async function unnamed(): Promise<TestWorld> {
  const world = await idle();
  changeResult(world, INFO, () => ({ ApplicationName: '' }));
  return world;
}

const ROLL_OUT = { key: 'plan.roll-out', values: { version: 'v2.4.0' } };
const VERSIONS = { previous: 'v2.3.9', version: 'v2.4.0' };

describe('the plan of a rolling update', () => {
  it.each<[string, Record<string, string>, () => Promise<TestWorld>, object, object[], object[]]>([
    [
      'names the application by its ID if it has no name',
      {},
      unnamed,
      { key: 'plan.update', values: { application: 'app-shop0001', ...VERSIONS } },
      [ROLL_OUT],
      [],
    ],
    [
      'waits for another rollout',
      {},
      () => startedAgo(5, SLOW),
      { key: 'plan.update' },
      [{ key: 'plan.wait-for', values: { rollout: { key: 'plan.rollout' } } }, ROLL_OUT],
      [],
    ],
    [
      'joins a rollout of the same version',
      { 'if-deploying': 'adopt' },
      () => startedAgo(5, SLOW),
      { key: 'plan.update' },
      [{ key: 'plan.join', values: { rollout: { values: { version: 'v2.4.0' } } } }, ROLL_OUT],
      [],
    ],
    [
      'is blocked by another rollout',
      { 'if-deploying': 'fail' },
      () => startedAgo(5, SLOW),
      { key: 'plan.update' },
      [ROLL_OUT],
      [{ key: 'plan.in-progress', values: { policy: 'fail' } }],
    ],
    [
      'is blocked by a rollout that is paused',
      {},
      () => startedAgo(60, {}, 'BETA'),
      { key: 'plan.update' },
      [ROLL_OUT],
      [{ key: 'plan.paused', values: { rollout: { values: { version: 'v2.4.0' } } } }],
    ],
    [
      'is blocked by a beta batch that is larger than the application',
      { ...MORE, 'beta-batch-num': '4' },
      idle,
      { key: 'plan.update' },
      [ROLL_OUT],
      [{ key: 'plan.beta-too-large', values: { beta: 4 } }],
    ],
  ])('%s', async (_, inputs, start, headline, changes, blockers) => {
    const run = await (await start()).run({ ...UPDATE, ...DRY, ...inputs });
    expect(run.plan).toMatchObject({ headline, changes, blockers });
  });

  it('deploys nothing, and has no batches, if the version already runs', async () => {
    const world = await startWorld({ instances: 3 });
    const same = { 'if-unchanged': 'skip', 'deploy-version': 'v2.3.9' };
    const run = await world.run({ ...UPDATE, ...DRY, ...MORE, ...same });
    const values = { application: 'shop-api', version: 'v2.3.9' };
    expect(run.plan).toEqual({
      headline: message('plan.unchanged', values),
      changes: [message('plan.skip-unchanged', { version: 'v2.3.9' })],
      blockers: [],
    });
  });

  it('uploads the package first', async () => {
    const world = await openTem();
    const { plan } = await world.run({ ...PACKAGE, ...DRY });
    expect(plan?.changes).toMatchObject([
      { key: 'plan.upload', values: { path: expect.stringMatching(/shop\.jar$/) } },
      { key: 'plan.roll-out' },
    ]);
  });

  it.each<[string, number, Record<string, string>, number[], boolean]>([
    ['TEM divides it', 3, {}, [], true],
    ['one instance is one batch', 1, MORE, [], false],
    ['one of two instances is the first', 2, MORE, [1], false],
    ['the beta batch may be all of it', 2, { ...MORE, 'beta-batch-num': '2' }, [2], false],
    ['a beta batch that is too large is none', 2, { ...MORE, 'beta-batch-num': '3' }, [], false],
    ['batches without a strategy', 3, { 'total-batch-count': '2' }, [2, 1], true],
  ])('is divided into batches: %s', async (_, instances, inputs, sizes, isDefault) => {
    const world = await startWorld({ instances });
    const run = await world.run({ ...UPDATE, ...DRY, ...inputs });
    const { division } = run.plan ?? {};
    expect(JSON.stringify(division).includes('plan.default-batches')).toBe(isDefault);
    const { batches } = JSON.parse(run.outputs.result ?? '') as { batches: { total: number }[] };
    expect(batches.map(({ total }) => total)).toEqual(sizes);
  });
});

describe('the plan of', () => {
  const follow = (key: string) => [{ key, values: { revision: expect.stringMatching(/^rev/) } }];
  const APPLICATION = { application: 'shop-api' };

  it.each<[string, () => Promise<TestWorld>, object, object[], object[]]>([
    [
      'tem-wait',
      () => startedAgo(5, SLOW),
      { key: 'plan.follow', values: APPLICATION },
      follow('plan.follow-in-progress'),
      [],
    ],
    ['tem-wait', idle, { key: 'plan.follow' }, follow('plan.follow-ended'), []],
    [
      'tem-wait',
      unnamed,
      { key: 'plan.follow', values: { application: 'app-shop0001' } },
      follow('plan.follow-ended'),
      [],
    ],
    [
      'tem-resume',
      () => startedAgo(60, {}, 'MANUAL'),
      { key: 'plan.resume', values: { ...APPLICATION, batch: { values: { of: 2 } } } },
      [{ key: 'plan.confirm' }, ...follow('plan.follow-revision')],
      [],
    ],
    [
      'tem-resume',
      () => startedAgo(5, SLOW),
      { key: 'plan.nothing-to-resume', values: APPLICATION },
      follow('plan.follow-revision'),
      [],
    ],
    [
      'tem-revert',
      () => startedAgo(5, SLOW),
      { key: 'plan.revert', values: { ...APPLICATION, version: 'v2.3.9' } },
      [{ key: 'plan.revert-revision', values: { version: 'v2.3.9' } }],
      [],
    ],
    [
      'tem-rollback',
      () => startedAgo(5, SLOW),
      { key: 'plan.revert', values: { ...APPLICATION, version: 'v2.3.9' } },
      [{ key: 'plan.revert-revision', values: { version: 'v2.3.9' } }],
      [],
    ],
    [
      'tem-rollback',
      () => startedAgo(300),
      { key: 'plan.revert', values: { version: 'v2.3.9' } },
      [{ key: 'plan.redeploy', values: { version: 'v2.3.9' } }],
      [],
    ],
  ])('%s has these changes', async (operation, start, headline, changes, blockers) => {
    const run = await (await start()).run({ operation, ...DRY });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'planned' } });
    expect(run.plan).toMatchObject({ headline, changes, blockers });
  });

  it.each([
    ['v2.4.0', ['plan.follow-revision']],
    ['v2.2.0', ['plan.revert-revision', 'plan.redeploy']],
  ])('tem-rollback to %s', async (version, keys) => {
    const world = await startedAgo(5, SLOW);
    const run = await world.run({ operation: 'tem-rollback', ...DRY, 'deploy-version': version });
    expect(run.plan).toMatchObject({
      headline: { values: { version } },
      changes: keys.map((key) => ({ key })),
    });
    expect(run.plan?.changes.at(-1)).toMatchObject({
      values: keys.length === 1 ? { revision: world.application.revisionId } : { version },
    });
  });

  it('tem-rollback after the rollout was rolled back', async () => {
    const world = await startedAgo(5, SLOW);
    const { revisionId } = world.application;
    world.application.revert();
    world.clock.manual.advance(60);
    const plan = { operation: 'tem-rollback', ...DRY, 'revision-id': revisionId };
    const done = await world.run(plan);
    expect(done.plan).toMatchObject({
      headline: { values: { version: 'v2.3.9' } },
      changes: [{ key: 'plan.rolled-back-before', values: { version: 'v2.3.9' } }],
      blockers: [],
    });
    const other = await world.run({ ...plan, 'deploy-version': 'v2.2.0' });
    expect(other.plan).toMatchObject({
      headline: { values: { version: 'v2.2.0' } },
      changes: [{ key: 'plan.redeploy', values: { version: 'v2.2.0' } }],
    });
  });
});
