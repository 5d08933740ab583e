import { describe, expect, it } from '@jest/globals';
import type { Behaviour } from '../../../simulator/index.ts';
import { openWorld } from '../support/tem-world.ts';
import type { World } from '../support/tem-world.ts';

function crashing(behaviour: Partial<Behaviour>, instances = 4): World {
  const world = openWorld({ instances, behaviour: { podStartSeconds: 20, ...behaviour } });
  world.application.startRollout({ DeployVersion: 'v2', TotalBatchCount: 2 });
  return world;
}

function newPodStatuses(world: World, seconds: number): Set<string> {
  const seen = new Set<string>();
  for (let second = 0; second < seconds; second++) {
    for (const { PodId, Status } of world.batches()[0]?.NewPods ?? []) {
      if (world.detail().NewDeployVersion === 'v2' && PodId !== '') seen.add(Status);
    }
    world.clock.advance(1);
  }
  return seen;
}

describe('a crash loop', () => {
  const crash = { status: 'CrashLoopBackOff' };

  it('never finishes its batch, nor starts the next', () => {
    const world = crashing({ crash });
    world.clock.advance(3600);
    expect(world.statuses()).toBe('Deploying NotStart');
    expect(world.info()).toMatchObject({ UnderDeploying: true, Status: 'abnormal' });
    expect(world.application.isDeploying).toBe(true);
  });

  it('keeps the application under deploying with finished batches, as in the official example', () => {
    const world = crashing({ crash: { ...crash, detailStatus: 'Error', staysDeploying: true } });
    world.clock.advance(3600);
    expect(world.info()).toMatchObject({
      ...{ UnderDeploying: true, BatchDeployStatus: '', Status: 'abnormal', DeployVersion: 'v2' },
    });
    const { CurrentBatchStatus, EndTime, Status } = world.detail();
    expect([Status, CurrentBatchStatus, EndTime]).toEqual(['Error', 'Finish', '']);
    expect(world.statuses()).toBe('Finish NotStart');
    world.application.behaviour.crash = undefined;
    world.application.startRollout({ DeployVersion: 'v3' });
    world.clock.advance(120);
    expect(world.info()).toMatchObject({ UnderDeploying: false, DeployVersion: 'v3' });
  });

  it('runs for a moment between back-offs, and counts its restarts', () => {
    const world = crashing({ crash: { ...crash, afterSeconds: 3 } });
    world.clock.advance(4);
    expect(newPodStatuses(world, 60)).toStrictEqual(new Set(['CrashLoopBackOff', 'Running']));
    const restarts = (): number[] =>
      world.application.pods().flatMap((pod) => (pod.ready ? [] : [pod.restartCount]));
    const before = restarts();
    world.clock.advance(60);
    expect(restarts().every((count, index) => count > (before[index] ?? Infinity))).toBe(true);
  });

  it('is never ready while it lasts', () => {
    const world = crashing({ crash });
    for (let second = 0; second < 120; second++) {
      const fresh = world.application.pods().filter((pod) => pod.deployVersion === 'v2');
      expect(fresh.some((pod) => pod.ready)).toBe(false);
      world.clock.advance(1);
    }
  });

  it.each([
    [undefined, 'Running'],
    ['Error', 'Error'],
  ])('with detailStatus %s says %s', (detailStatus, expected) => {
    const world = crashing({ crash: { ...crash, ...(detailStatus && { detailStatus }) } });
    world.clock.advance(60);
    expect(world.detail().Status).toBe(expected);
  });

  it('strikes only the versions it is for', () => {
    const world = crashing({ crash: { ...crash, versions: ['v3'] } });
    world.clock.advance(120);
    expect(world.application.rollouts).toMatchObject([{ state: 'finished' }]);
  });

  it('recovers where it is to', () => {
    const world = crashing({ crash: { ...crash, afterSeconds: 5, forSeconds: 60 } });
    world.clock.advance(64);
    expect(world.statuses()).toBe('Deploying NotStart');
    world.clock.advance(200);
    expect(world.statuses()).toBe('Finish Finish');
    expect(world.info()).toMatchObject({ Status: 'normal', CurrentInstances: 4 });
  });

  it('may come after the pods were ready', () => {
    const world = crashing({ crash: { ...crash, afterSeconds: 300, detailStatus: 'Error' } });
    world.clock.advance(120);
    expect(world.statuses()).toBe('Finish Finish');
    world.clock.advance(300);
    expect(world.detail()).toMatchObject({ Status: 'Error', CurrentBatchStatus: 'Finish' });
    expect(world.info().CurrentInstances).toBe(0);
  });

  it('in a batch whose old pods leave at its start looks like the official example', () => {
    const world = crashing({ crash, oldPodsLeave: 'at-batch-start' }, 3);
    world.clock.advance(8);
    const { PodList } = world.pods();
    expect(PodList.map((pod) => pod.Status).toSorted()).toStrictEqual([
      'CrashLoopBackOff',
      'CrashLoopBackOff',
      'Running',
    ]);
    expect(world.info()).toMatchObject({ CurrentInstances: 1, ExpectedInstances: 3 });
  });
});

describe('an image that cannot be pulled', () => {
  it('never runs and is never restarted', () => {
    const world = crashing({ crash: { status: 'ImagePullBackOff', afterSeconds: 2 } });
    world.clock.advance(3);
    expect(newPodStatuses(world, 120)).toStrictEqual(new Set(['ImagePullBackOff']));
    expect(world.application.pods().every((pod) => pod.restartCount === 0)).toBe(true);
  });
});

describe('pods that never get ready', () => {
  it('stay Pending or ContainerCreating', () => {
    const world = crashing({ neverReady: true });
    world.clock.advance(1);
    expect(newPodStatuses(world, 600)).toStrictEqual(new Set(['Pending', 'ContainerCreating']));
    expect(world.statuses()).toBe('Deploying NotStart');
  });
});

describe('a changed behaviour', () => {
  it('counts from the next rollout on', () => {
    const world = crashing({});
    world.application.behaviour.neverReady = true;
    world.clock.advance(120);
    expect(world.application.isDeploying).toBe(false);
    world.application.startRollout({ DeployVersion: 'v3' });
    world.clock.advance(120);
    expect(world.application.isDeploying).toBe(true);
  });
});
