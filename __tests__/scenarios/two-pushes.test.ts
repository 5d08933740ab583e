import { afterEach, describe, expect, it } from '@jest/globals';
import { pushTwice, STRATEGIES } from './two-pushes.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

describe('Two pushes without a concurrency group', () => {
  it.each(Object.keys(STRATEGIES) as (keyof typeof STRATEGIES)[])(
    'are rolled out one after the other, and both succeed (%s)',
    async (strategy) => {
      const pushes = await pushTwice(strategy, 20);
      expect(pushes).toEqual({
        statuses: ['succeeded', 'succeeded'],
        versions: ['v2.4.0', 'v2.5.0'],
        states: ['finished', 'finished'],
      });
    },
  );
});

/** As in the official example of a failed rollout. */
const STAYS_DEPLOYING = {
  ...{ status: 'CrashLoopBackOff', versions: ['v2.4.0'], detailStatus: 'Error' },
  ...{ afterSeconds: 10, staysDeploying: true },
};

describe('A push after one that failed, and that TEM keeps under deploying', () => {
  it.each(['AUTO', 'BETA'] as const)('is started and succeeds (%s)', async (strategy) => {
    const world = await openWorld({ behaviour: { crash: STAYS_DEPLOYING }, inProcess: true });
    const push = (version: string) =>
      world.run({
        ...{ operation: 'tem-rolling-update', 'deploy-version': version, 'on-failure': 'keep' },
        ...STRATEGIES[strategy],
      });
    const failed = await push('v2.4.0');
    expect(failed).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(world.application).toMatchObject({ isDeploying: true, deployVersion: 'v2.4.0' });
    const fix = await push('v2.5.0');
    expect(fix).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    // The check of the failure lasts as long as that of the first push, and no longer.
    expect(fix.seconds).toBeLessThan(2 * failed.seconds + 120);
    expect(world.application).toMatchObject({ isDeploying: false, deployVersion: 'v2.5.0' });
    expect(world.changes().filter((change) => change.startsWith('Rolling'))).toEqual([
      ...['RollingUpdateApplicationByVersion → ok', 'RollingUpdateApplicationByVersion → ok'],
    ]);
  });

  it('is rolled back first where that is asked of the push that failed', async () => {
    const world = await openWorld({ behaviour: { crash: STAYS_DEPLOYING }, inProcess: true });
    const inputs = { operation: 'tem-rolling-update', ...STRATEGIES.AUTO, 'on-failure': 'revert' };
    const failed = await world.run({ ...inputs, 'deploy-version': 'v2.4.0' });
    expect(failed).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    const fix = await world.run({ ...inputs, 'deploy-version': 'v2.5.0' });
    expect(fix).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(world.application.rollouts.map(({ state }) => state)).toEqual(['reverted', 'finished']);
  });
});
