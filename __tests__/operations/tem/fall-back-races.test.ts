import { afterEach, describe, expect, it } from '@jest/globals';
import { getMessageKey } from '../../../src/text/message.ts';
import type { Run, TestWorld } from '../world.ts';
import { changeResult, closeWorlds, count, startWorld, suggested } from '../world.ts';
import { expectCancelled, runBoth } from './cancelled.ts';
import { beforeSecondLook } from './second-look.ts';
import { DETAIL, INFO, REVERT, TRIGGER } from './tem-actions.ts';
import { CRASH, ON_FAILURE } from './crashing.ts';
import { supersede } from './supersede.ts';
import { BUSY, failEvery } from './tem-faults.ts';

afterEach(closeWorlds);

/** What the details of the outcome say, as keys of texts. */
function keysOf({ details }: Pick<Run, 'details'>): string[] {
  return details.map(({ text }) => getMessageKey(text));
}

/**
 * Does something before the check that comes just before the version is deployed again; the check
 * before it, right after the verdict, is that of the revert.
 */
function beforeRedeploy(world: TestWorld, act: () => void): void {
  beforeSecondLook(world, act, 1);
}

/** Does something before the version is deployed again. */
function beforeSecondTrigger(world: TestWorld, act: () => void): void {
  world.beforeCall((action) => {
    if (action === TRIGGER && world.application.rollouts.length === 1) act();
  });
}

describe('a rollback by a policy that deploys the previous version', () => {
  it.each([
    {
      name: 'another revision shows first',
      when: beforeRedeploy,
      act: (world: TestWorld) => {
        changeResult(world, INFO, () => ({ VersionId: 'revision-other' }));
      },
      sent: 1,
      key: 'policy.not-rolled-back-foreign',
      next: [],
    },
    {
      name: 'nothing can be read first',
      when: beforeRedeploy,
      act: (world: TestWorld) => {
        failEvery(world, INFO);
      },
      sent: 1,
      key: 'policy.not-rolled-back-unread',
      next: ['tem-rollback'],
    },
    {
      name: 'the time has run out',
      when: beforeRedeploy,
      act: ({ clock }: TestWorld) => {
        clock.manual.advance(7200);
      },
      sent: 1,
      key: 'policy.rollback-failed',
      next: [],
    },
    {
      name: 'TEM answers that the application is being deployed',
      when: beforeSecondTrigger,
      act: ({ simulator }: TestWorld) => {
        simulator.faults.inject(BUSY);
      },
      sent: 2,
      key: 'policy.rollback-rejected',
      next: ['tem-rollback'],
    },
    {
      name: 'another rollout takes its place',
      when: beforeSecondTrigger,
      act: (world: TestWorld) => {
        supersede(world, world.clock.seconds() + 10);
      },
      sent: 2,
      key: 'policy.not-rolled-back-replaced',
      next: [],
    },
    {
      name: 'TEM refuses the reads after it',
      when: beforeSecondTrigger,
      act: ({ simulator }: TestWorld) => {
        const every = { kind: 'api-error', action: INFO, occurrence: 'every' } as const;
        simulator.faults.inject({ ...every, code: 'UnauthorizedOperation' });
      },
      sent: 2,
      key: 'policy.rollback-failed',
      next: [],
    },
  ])('ends by its cause where $name', async ({ when, act, sent, key, next }) => {
    const world = await startWorld({ behaviour: { crash: CRASH, podStartSeconds: 20 } });
    when(world, () => {
      act(world);
    });
    const run = await world.run(ON_FAILURE);
    expect(run).toMatchObject({ code: 'instances-failing', outputs: { status: 'failed' } });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([0, sent]);
    expect(keysOf(run)).toContain(key);
    expect(suggested(run)).toEqual(next);
  });

  it('follows the revert that somebody has begun meanwhile', async () => {
    const world = await startWorld({ behaviour: { crash: CRASH } });
    let isBegun = false;
    beforeRedeploy(world, () => {
      isBegun = true;
    });
    changeResult(world, DETAIL, () => {
      if (!isBegun) return {};
      isBegun = false;
      world.application.startRollout({ DeployVersion: 'v2.3.9' });
      return { CurrentBatchStatus: 'revert' };
    });
    const run = await world.run(ON_FAILURE);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    expect(run.headline).toContain('v2.3.9');
    expect(count(run, TRIGGER)).toBe(1);
  });

  it('leaves nothing to the end of a cancelled job without on-cancel: revert', async () => {
    const world = await startWorld({ behaviour: { crash: CRASH } });
    beforeSecondTrigger(world, () => {
      world.clock.at(world.clock.seconds() + 10, () => {
        world.cancel();
      });
    });
    const { main, post } = await runBoth(world, ON_FAILURE);
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 0, calls: [] });
    expect(world.application.deployVersion).toBe('v2.3.9');
  });
});

describe('a rollback by a policy that has no version to deploy', () => {
  const JAR = { deployMode: 'JAR' } as const;
  const PACKAGE = { 'package-name': 'shop-2.4.0.jar' };
  const ANY = { ...CRASH, versions: ['v2.3.9', 'v2.4.0'] };

  it.each([
    {
      name: 'the rollout deployed the same version',
      seed: {},
      inputs: { 'deploy-version': 'v2.3.9' },
    },
    { name: 'no version is known', seed: { deployVersion: '' }, inputs: {} },
    { name: 'its details name another version', seed: JAR, inputs: PACKAGE, old: 'v2.3.10' },
  ])('sends nothing where $name', async ({ seed, inputs, old }) => {
    const world = await startWorld({ ...seed, behaviour: { crash: ANY } });
    if (old) changeResult(world, DETAIL, () => ({ OldDeployVersion: old }));
    const run = await world.run({ ...ON_FAILURE, ...inputs });
    expect(run).toMatchObject({ code: 'instances-failing', outputs: { status: 'failed' } });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([0, 1]);
    expect(keysOf(run)).toContain('policy.rollback-impossible');
    expect(suggested(run)).toEqual(['tem-rollback']);
  });
});
