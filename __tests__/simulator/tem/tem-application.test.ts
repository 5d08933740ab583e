import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openWorld } from '../support/tem-world.ts';
import type { Batch, World } from '../support/tem-world.ts';

const RUNS = { numRuns: 150 };

const seeds = fc
  .record({
    instances: fc.integer({ min: 1, max: 12 }),
    podStartSeconds: fc.integer({ min: 10, max: 60 }),
    crashes: fc.boolean(),
    recovers: fc.boolean(),
    revertSeconds: fc.integer({ min: 1, max: 60 }),
    oldPodsLeave: fc.constantFrom('when-ready' as const, 'at-batch-start' as const),
    waitsOn: fc.constantFrom('finished-batch' as const, 'next-batch' as const),
  })
  .map(({ instances, crashes, recovers, ...behaviour }) => ({
    instances,
    behaviour: {
      ...behaviour,
      ...(crashes && {
        crash: {
          status: 'CrashLoopBackOff',
          versions: ['crashes'],
          afterSeconds: 5,
          ...(recovers && { forSeconds: 90 }),
        },
      }),
    },
  }));

const parameters = fc.record({
  DeployVersion: fc.constantFrom('v2', 'v3', 'crashes'),
  DeployStrategyType: fc.constantFrom('AUTO', 'BETA', 'MANUAL'),
  TotalBatchCount: fc.integer({ min: 0, max: 6 }),
  BatchInterval: fc.integer({ min: 0, max: 90 }),
  BetaBatchNum: fc.integer({ min: 0, max: 8 }),
});

type Step = (world: World) => void;

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 40_000 }).map(advance) },
  { weight: 3, arbitrary: parameters.map(start) },
  { weight: 2, arbitrary: fc.constant<Step>((world) => world.application.resume()) },
  { weight: 1, arbitrary: fc.constant<Step>((world) => world.application.revert()) },
);

function advance(milliseconds: number): Step {
  return ({ clock }) => {
    clock.advance(milliseconds / 1000);
  };
}

function start(asked: Parameters<World['application']['startRollout']>[0]): Step {
  return ({ application }) => {
    if (!application.isDeploying) application.startRollout(asked);
  };
}

const scripts = fc.array(steps, { minLength: 1, maxLength: 40 });

function readyPods({ application }: World): number {
  return application.pods().filter((pod) => pod.ready).length;
}

/** Batches that claim to be finished without as many ready new pods; a revert takes those away. */
function incompleteBatches(world: World): Batch[] {
  if (world.detail().CurrentBatchStatus === 'revert') return [];
  const ready = new Set(world.application.pods().flatMap((pod) => (pod.ready ? [pod.podId] : [])));
  return world.batches().filter(({ BatchStatus, NewPods, PodNum }) => {
    const serving = NewPods.filter(({ PodId }) => ready.has(PodId)).length;
    return BatchStatus === 'Finish' && serving !== PodNum;
  });
}

function largestBatch({ application }: World): number {
  return Math.max(0, ...(application.rollouts.at(-1)?.batches ?? []));
}

describe('at any time, whatever happens', () => {
  it('no more than one batch is out of service', () => {
    fc.assert(
      fc.property(seeds, scripts, (seed, script) => {
        const world = openWorld(seed);
        for (const step of script) {
          step(world);
          expect(readyPods(world)).toBeGreaterThanOrEqual(seed.instances - largestBatch(world));
        }
      }),
      RUNS,
    );
  });

  it('batches run one after another', () => {
    fc.assert(
      fc.property(seeds, scripts, (seed, script) => {
        const world = openWorld(seed);
        for (const step of script) {
          step(world);
          expect(world.statuses()).toMatch(
            /^(Finish ?)*((Deploying|WaitForResume|WaitForTimeExceed) ?)?(NotStart ?)*$/,
          );
        }
      }),
      RUNS,
    );
  });

  it('a batch is Finish only when all its new pods are ready', () => {
    fc.assert(
      fc.property(seeds, scripts, (seed, script) => {
        const behaviour = { ...seed.behaviour, visibleAfterSeconds: 0 };
        const world = openWorld({ ...seed, behaviour });
        for (const step of script) {
          step(world);
          expect(incompleteBatches(world)).toStrictEqual([]);
        }
      }),
      RUNS,
    );
  });

  it('revisions and pods have names of their own', () => {
    fc.assert(
      fc.property(seeds, scripts, (seed, script) => {
        const world = openWorld(seed);
        const first = world.application.revisionId;
        for (const step of script) {
          step(world);
          const podIds = world.application.pods().map((pod) => pod.podId);
          expect(new Set(podIds).size).toBe(podIds.length);
        }
        const ids = [first, ...world.application.rollouts.map(({ revisionId }) => revisionId)];
        expect(new Set(ids).size).toBe(ids.length);
      }),
      RUNS,
    );
  });

  it('what is true does not depend on who looked before', () => {
    fc.assert(
      fc.property(seeds, scripts, (seed, script) => {
        const watched = openWorld(seed);
        const unwatched = openWorld(seed);
        for (const step of script) {
          step(watched);
          watched.detail();
          watched.pods();
          step(unwatched);
        }
        expect(watched.detail()).toStrictEqual(unwatched.detail());
        expect(watched.pods()).toStrictEqual(unwatched.pods());
        expect(watched.info()).toStrictEqual(unwatched.info());
      }),
      RUNS,
    );
  });

  it('every rollout can be brought to an end, and then all instances serve', () => {
    fc.assert(
      fc.property(seeds, scripts, (seed, script) => {
        const world = openWorld(seed);
        for (const step of script) step(world);
        world.application.revert();
        world.clock.advance(60);
        expect(world.application.isDeploying).toBe(false);
        expect(world.application.pods()).toHaveLength(seed.instances);
        expect(readyPods(world)).toBe(seed.instances);
      }),
      RUNS,
    );
  });
});

describe('a read at the moment of another read', () => {
  const openPaused = () => {
    const world = openWorld({ instances: 2, behaviour: { podStartSeconds: 10 } });
    const before = world.application.pods();
    world.application.startRollout({
      DeployVersion: 'v2',
      DeployStrategyType: 'MANUAL',
      TotalBatchCount: 2,
    });
    world.clock.advance(60);
    expect(world.statuses()).toBe('WaitForResume NotStart');
    return { world, old: before.at(-1)?.podId ?? '' };
  };

  it('sees a resume', () => {
    const { world } = openPaused();
    world.application.resume();
    expect(world.statuses()).toBe('Finish Deploying');
  });

  it('sees a revert', () => {
    const { world } = openPaused();
    world.application.revert();
    expect(world.application.latest().state.phase).toBe('reverting');
  });

  it('sees a crash', () => {
    const { world, old } = openPaused();
    world.application.crash(old);
    const crashed = world.application.pods().filter(({ ready }) => !ready);
    expect(crashed).toMatchObject([{ podId: old, status: 'CrashLoopBackOff' }]);
  });

  it('sees a replaced instance', () => {
    const { world, old } = openPaused();
    world.application.replace(old);
    const pods = world.application.pods();
    expect(pods).toHaveLength(2);
    expect(pods.map(({ podId }) => podId)).not.toContain(old);
  });
});
