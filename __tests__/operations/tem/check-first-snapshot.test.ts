import { afterEach, describe, expect, it } from '@jest/globals';
import { basename } from 'node:path';
import { assertBetaFits } from '../../../src/operations/tem/check-first-snapshot.ts';
import { closeWorlds, startWorld, UPDATE } from '../world.ts';

afterEach(closeWorlds);

const BETA = { ...UPDATE, 'deploy-strategy': 'BETA', 'dry-run': 'true' };

const THREE = { deployStrategy: 'BETA', betaBatchNum: 3 } as const;
const DEPLOYING = { underDeploying: true };

/** A rollout of two batches with two instances each, over unless the application says otherwise. */
function withBatchesOf4(
  counts: { expectedInstances: number | undefined; currentInstances: number | undefined },
  pods: number,
): Parameters<typeof assertBetaFits>[0] {
  const batch = { status: 'Finish', podNum: 2, nextBatchStartTime: undefined, newPods: [] };
  return {
    application: { underDeploying: false, batchDeployStatus: '', ...counts },
    deployment: { batches: [1, 2].map((position) => ({ ...batch, position })) },
    pods: Array.from({ length: pods }),
  };
}

describe('a beta batch', () => {
  it.each([
    ['1', 4, []],
    ['2', 4, []],
    ['3', 4, ['warning']],
    ['4', 4, ['warning']],
    ['1', 1, []],
  ])('of %s of %i instances: %j', async (beta, instances, kinds) => {
    const world = await startWorld({ instances });
    const run = await world.run({ ...BETA, 'beta-batch-num': beta });
    expect(run.annotations.map(({ kind }) => kind)).toEqual(kinds);
    expect(run.plan?.blockers).toEqual([]);
  });

  it('of more instances than there are is refused before anything is changed', async () => {
    const world = await startWorld({ instances: 4 });
    const nine = { ...BETA, 'beta-batch-num': '9' };
    const { plan, next, summary } = await world.run(nine);
    expect(plan?.blockers).toMatchObject([{ key: 'plan.beta-too-large' }]);
    expect(summary).not.toContain('| beta |');
    expect(next).toEqual([]);
    const run = await world.run({ ...nine, 'dry-run': 'false' });
    expect(run).toMatchObject({ exitCode: 1, code: 'beta-batch-too-large' });
    expect(run.calls).not.toContain('RollingUpdateApplicationByVersion');
  });

  it.each([
    { expectedInstances: 4, currentInstances: 1, pods: 1 },
    { expectedInstances: undefined, currentInstances: undefined, pods: 0 },
    { expectedInstances: undefined, currentInstances: 1, pods: 4 },
    { ...DEPLOYING, expectedInstances: undefined, currentInstances: 1, pods: 1 },
  ])('of 3 instances fits %j', ({ pods, ...application }) => {
    expect(() => {
      assertBetaFits(withBatchesOf4(application, pods), THREE);
    }).not.toThrow();
  });

  it.each([
    { expectedInstances: 2, currentInstances: 1, pods: 4 },
    { expectedInstances: undefined, currentInstances: 2, pods: 2 },
    { ...DEPLOYING, expectedInstances: 2, currentInstances: 1, pods: 1 },
  ])('of 3 instances does not fit %j', ({ pods, ...application }) => {
    expect(() => {
      assertBetaFits(withBatchesOf4(application, pods), THREE);
    }).toThrow();
  });
});

describe('the same version again', () => {
  it.each([
    ['v2.3.9', ['notice']],
    ['v2.4.0', []],
  ])('is a notice: %s', async (version, kinds) => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, 'deploy-version': version, 'dry-run': 'true' });
    expect(run.annotations.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('is another release with another package', async () => {
    const world = await startWorld({ deployMode: 'JAR' });
    const again = { ...UPDATE, 'deploy-version': 'v2.3.9', 'dry-run': 'true' };
    const other = await world.run({ ...again, 'package-name': 'other.jar' });
    expect(other.annotations).toEqual([]);
    const { pkgName } = world.application;
    const same = await world.run({ ...again, 'package-name': pkgName });
    expect(same.annotations).toMatchObject([{ kind: 'notice' }]);
    // TEM may report a path or the file's name alone.
    expect(pkgName).toContain('/');
    const byName = await world.run({ ...again, 'package-name': basename(pkgName) });
    expect(byName.annotations).toMatchObject([{ kind: 'notice' }]);
  });
});
