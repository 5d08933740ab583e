import { describe, expect, it } from '@jest/globals';
import { openWorld } from '../support/tem-world.ts';
import type { World } from '../support/tem-world.ts';

const PREVIOUS = 'revision-before00';

interface Case {
  oldPodsLeave?: 'when-ready' | 'at-batch-start';
  after: number;
}

function reverted({ oldPodsLeave = 'when-ready', after }: Case): World {
  const world = openWorld({
    revisionId: PREVIOUS,
    instances: 6,
    behaviour: { podStartSeconds: 20, revertSeconds: 30, oldPodsLeave },
  });
  world.application.startRollout({
    DeployVersion: 'v2',
    DeployStrategyType: 'MANUAL',
    TotalBatchCount: 2,
  });
  world.clock.advance(after);
  expect(world.ask('RevertDeployApplication')).toBe(true);
  return world;
}

describe('a revert', () => {
  it.each<Case>([
    { after: 0 },
    { after: 10 },
    { after: 22 },
    { after: 60 },
    { after: 10, oldPodsLeave: 'at-batch-start' },
    { after: 60, oldPodsLeave: 'at-batch-start' },
  ])('brings all old pods back and takes the new ones away: %j', (when) => {
    const world = reverted(when);
    world.clock.advance(29.9);
    expect(world.application.rollouts).toMatchObject([{ state: 'reverting' }]);
    world.clock.advance(0.1);
    const pods = world.application.pods();
    expect(pods.map((pod) => [pod.revisionId, pod.ready])).toStrictEqual(
      Array.from({ length: 6 }, () => [PREVIOUS, true]),
    );
    expect(new Set(pods.map((pod) => pod.podId)).size).toBe(6);
    expect(world.application).toMatchObject({ revisionId: PREVIOUS, isDeploying: false });
  });

  it('is seen while it runs and when it is done', () => {
    const world = reverted({ after: 60 });
    world.clock.advance(15);
    expect(world.detail()).toMatchObject({
      CurrentBatchStatus: 'revert',
      NextBatchStartTime: null,
    });
    expect(world.info()).toMatchObject({
      UnderDeploying: true,
      BatchDeployStatus: 'batch_updating',
      DeployVersion: 'v2',
    });
    world.clock.advance(15);
    expect(world.info()).toMatchObject({
      VersionId: PREVIOUS,
      DeployVersion: 'v1',
      UnderDeploying: false,
      BatchDeployStatus: '',
    });
    expect(world.application.rollouts).toMatchObject([{ state: 'reverted' }]);
  });

  it('keeps what serves serving', () => {
    const world = reverted({ after: 60 });
    for (let second = 0; second <= 40; second++) {
      expect(world.info().CurrentInstances).toBeGreaterThanOrEqual(6);
      world.clock.advance(1);
    }
  });

  it('makes room for the next rollout, whose previous version is the old one', () => {
    const world = reverted({ after: 60 });
    world.clock.advance(30);
    world.application.startRollout({ DeployVersion: 'v3' });
    world.clock.advance(60);
    expect(world.detail()).toMatchObject({ OldDeployVersion: 'v1', NewDeployVersion: 'v3' });
    expect(world.application.pods().map((pod) => pod.deployVersion)).toStrictEqual(
      Array.from({ length: 6 }, () => 'v3'),
    );
  });
});

describe('with nothing to do', () => {
  it('both answer false', () => {
    const world = openWorld();
    expect(world.ask('ResumeDeployApplication')).toBe(false);
    expect(world.ask('RevertDeployApplication')).toBe(false);
  });

  it('a revert that runs cannot be reverted or resumed', () => {
    const world = reverted({ after: 60 });
    expect(world.ask('RevertDeployApplication')).toBe(false);
    expect(world.ask('ResumeDeployApplication')).toBe(false);
  });

  it('a finished rollout cannot be reverted', () => {
    const world = openWorld();
    world.application.startRollout({ DeployVersion: 'v2' });
    world.clock.advance(60);
    expect(world.ask('RevertDeployApplication')).toBe(false);
    expect(world.application.rollouts).toMatchObject([{ state: 'finished' }]);
  });
});

describe('a call that does not succeed', () => {
  it.each([
    ['RevertDeployApplication', { revertSucceeds: false }],
    ['ResumeDeployApplication', { resumeSucceeds: false }],
  ])('%s changes nothing', (action, behaviour) => {
    const world = openWorld({ behaviour });
    const parameters = { DeployVersion: 'v2', DeployStrategyType: 'BETA' };
    world.application.startRollout(parameters);
    world.clock.advance(3600);
    expect(world.ask(action)).toBe(false);
    expect(world.application.rollouts).toMatchObject([{ state: 'waiting' }]);
  });
});
