import { describe, expect, it } from '@jest/globals';
import { openWorld, START } from '../support/tem-world.ts';
import type { World } from '../support/tem-world.ts';

const PREVIOUS = 'revision-before00';
const twenty = { podStartSeconds: 20 };

/** What a poll every `step` seconds sees, each distinct look once with the second of its first sight. */
function watch(world: World, seconds: number, sight: () => string, step = 1): string[] {
  const seen: string[] = [];
  let last = '';
  for (let second = 0; second <= seconds; second += step) {
    const now = sight();
    if (now !== last) seen.push(`${second} ${now}`);
    last = now;
    world.clock.advance(step);
  }
  return seen;
}

describe('an AUTO rollout', () => {
  it('goes through its batches by itself, with the interval between them', () => {
    const world = openWorld({ instances: 5, behaviour: { podStartSeconds: 10 } });
    world.application.startRollout({
      DeployVersion: 'v2',
      TotalBatchCount: 2,
      BatchInterval: 60,
    });
    const seen = watch(world, 100, () => `${world.statuses()} ${world.info().BatchDeployStatus}`);
    expect(seen).toStrictEqual([
      '0 Finish ',
      '1 Deploying NotStart batch_updating',
      '12 WaitForTimeExceed NotStart batch_updating',
      '72 Finish Deploying batch_updating',
      '83 Finish Finish ',
    ]);
  });

  it('is one batch where no count is given', () => {
    const world = openWorld();
    world.application.startRollout({ DeployVersion: 'v2' });
    expect(world.application.rollouts).toMatchObject([{ strategy: 'AUTO', batches: [4] }]);
  });

  it('shows pods getting ready one after another, and old ones leaving as they do', () => {
    const world = openWorld({ instances: 3, behaviour: twenty });
    world.application.startRollout({ DeployVersion: 'v2' });
    world.clock.advance(2);
    const seen = watch(world, 25, () => {
      const pods = world.application.pods();
      const fresh = pods.filter((pod) => pod.deployVersion === 'v2' && pod.ready).length;
      return `${fresh}/3 new, ${pods.filter((pod) => pod.deployVersion === 'v1').length} old`;
    });
    expect(seen.map((line) => line.replace(/^\d+ /, ''))).toStrictEqual([
      '0/3 new, 3 old',
      '1/3 new, 2 old',
      '2/3 new, 1 old',
      '3/3 new, 0 old',
    ]);
  });

  it('gives the new pods new names and the new revision', () => {
    const world = openWorld({ behaviour: twenty });
    const before = new Set(world.application.pods().map((pod) => pod.podId));
    const revisionId = world.application.startRollout({ DeployVersion: 'v1' });
    world.clock.advance(60);
    const pods = world.application.pods();
    expect(pods).toHaveLength(4);
    expect(pods.every((pod) => !before.has(pod.podId))).toBe(true);
    expect(new Set(pods.map((pod) => pod.revisionId))).toStrictEqual(new Set([revisionId]));
  });
});

describe('a MANUAL rollout', () => {
  it('waits for confirmation between all batches', () => {
    const world = openWorld({ instances: 3, behaviour: { podStartSeconds: 10 } });
    world.application.startRollout({
      DeployVersion: 'v2',
      DeployStrategyType: 'MANUAL',
      TotalBatchCount: 3,
    });
    for (const waiting of ['WaitForResume NotStart NotStart', 'Finish WaitForResume NotStart']) {
      expect(world.application.resume()).toBe(false);
      world.clock.advance(3600);
      expect(world.statuses()).toBe(waiting);
      expect(world.info().BatchDeployStatus).toBe('batch_updating_waiting_confirm');
      expect(world.detail()).toMatchObject({
        CurrentBatchStatus: 'WaitForResume',
        NextBatchStartTime: 0,
        DeployStrategyConf: { DeployStrategyType: 1 },
      });
      expect(world.application.resume()).toBe(true);
    }
    world.clock.advance(10);
    expect(world.statuses()).toBe('Finish Finish Finish');
    expect(world.info()).toMatchObject({ UnderDeploying: false, BatchDeployStatus: '' });
  });
});

describe('a BETA rollout', () => {
  it.each([
    [1, 1],
    [3, 3],
    [5, 3],
    [0, 1],
  ])('with BetaBatchNum %i tries %i of 6', (BetaBatchNum, expected) => {
    const world = openWorld({ instances: 6 });
    world.application.startRollout({
      DeployVersion: 'v2',
      DeployStrategyType: 'BETA',
      BetaBatchNum,
    });
    expect(world.application.rollouts[0]?.batches).toStrictEqual([expected, 6 - expected]);
  });

  it('shows its beta batch apart', () => {
    const world = openWorld({ instances: 6, behaviour: twenty });
    const parameters = { DeployVersion: 'v2', DeployStrategyType: 'BETA', TotalBatchCount: 2 };
    world.application.startRollout(parameters);
    world.clock.advance(5);
    const detail = world.detail();
    expect(detail.DeployStrategyConf).toMatchObject({ DeployStrategyType: 2, BetaBatchNum: 1 });
    expect(detail.BetaBatchDetail).toMatchObject({ BatchIndex: 0, PodNum: 1 });
    expect(detail.OtherBatchDetail).toMatchObject([
      { BatchIndex: 1, PodNum: 3 },
      { BatchIndex: 2, PodNum: 2 },
    ]);
  });

  it('does not cut a single instance', () => {
    const world = openWorld({ instances: 1 });
    world.application.startRollout({ DeployVersion: 'v2', DeployStrategyType: 'BETA' });
    world.clock.advance(60);
    expect(world.detail().BetaBatchDetail).toBeNull();
    expect(world.application.rollouts).toMatchObject([{ batches: [1], state: 'finished' }]);
  });
});

describe('the waiting status', () => {
  it.each([
    ['finished-batch', 'WaitForTimeExceed NotStart', 0],
    ['next-batch', 'Finish WaitForTimeExceed', 1],
  ] as const)('stands on the %s', (waitsOn, statuses, index) => {
    const world = openWorld({ behaviour: { podStartSeconds: 10, waitsOn } });
    const parameters = { DeployVersion: 'v2', TotalBatchCount: 2, BatchInterval: 60 };
    world.application.startRollout(parameters);
    world.clock.advance(30);
    expect(world.statuses()).toBe(statuses);
    expect(world.detail()).toMatchObject({
      CurrentBatchIndex: index,
      CurrentBatchStatus: 'WaitForTimeExceed',
    });
  });

  // Two instances a batch: the second is ready after 10 * (1 + 0.25 / 2) seconds.
  it.each([
    ['s', Math.ceil((START + 71_250) / 1000)],
    ['ms', START + 71_250],
  ] as const)('gives the time of the next batch in %s', (unit, expected) => {
    const behaviour = { podStartSeconds: 10, nextBatchStartTimeUnit: unit };
    const world = openWorld({ behaviour });
    const parameters = { DeployVersion: 'v2', TotalBatchCount: 2, BatchInterval: 60 };
    world.application.startRollout(parameters);
    world.clock.advance(30);
    expect(world.detail().NextBatchStartTime).toBe(expected);
    expect(world.batches()[0]?.NextBatchStartTime).toBe(expected);
  });
});

describe('right after the trigger', () => {
  it('Info and Detail still show the rollout before', () => {
    const world = openWorld({ revisionId: PREVIOUS, behaviour: { visibleAfterSeconds: 5 } });
    const revisionId = world.application.startRollout({ DeployVersion: 'v2' });
    world.clock.advance(4.9);
    expect(world.info()).toMatchObject({ VersionId: PREVIOUS, UnderDeploying: false });
    expect(world.detail()).toMatchObject({ NewDeployVersion: 'v1', CurrentBatchStatus: 'Finish' });
    expect(world.detail(revisionId)).toMatchObject({ NewDeployVersion: 'v1' });
    world.clock.advance(0.1);
    expect(world.info()).toMatchObject({ VersionId: revisionId, UnderDeploying: true });
    expect(world.detail()).toMatchObject({ NewDeployVersion: 'v2', OldDeployVersion: 'v1' });
  });

  it('a second one is refused although the first is not visible yet', () => {
    const world = openWorld({ behaviour: { visibleAfterSeconds: 5 } });
    world.application.startRollout({ DeployVersion: 'v2' });
    expect(() => world.application.startRollout({ DeployVersion: 'v3' })).toThrow(
      expect.objectContaining({ code: 'ResourceInUse.ServiceDeploying' }),
    );
  });

  it('the answer may lack the revision', () => {
    const world = openWorld({ behaviour: { emptyRevision: true } });
    expect(world.ask('RollingUpdateApplicationByVersion', { DeployVersion: 'v2' })).toBe('');
    expect(world.application).toMatchObject({ isDeploying: true, deployVersion: 'v2' });
  });
});

describe('the first release', () => {
  it('is what Detail shows before any rollout', () => {
    const world = openWorld({ instances: 3 });
    expect(world.detail()).toMatchObject({
      DeployStrategyConf: { DeployStrategyType: 3 },
      Status: 'Running',
      CurrentBatchStatus: 'Finish',
      BetaBatchDetail: null,
      OtherBatchDetail: [{ BatchStatus: 'Finish', PodNum: 3, OldPods: [] }],
    });
    expect(world.application.rollouts).toStrictEqual([]);
  });
});

describe('the words and the end time', () => {
  it('never tell that it is over, by default', () => {
    const world = openWorld();
    world.application.startRollout({ DeployVersion: 'v2' });
    const seen = watch(world, 90, () => `${world.detail().Status},${world.detail().EndTime}`);
    expect(seen).toStrictEqual(['0 Running,']);
  });

  it('are told where wanted', () => {
    const world = openWorld({
      behaviour: {
        podStartSeconds: 20,
        endTime: 'set',
        words: { running: 'Deploying', finished: 'Success' },
      },
    });
    world.application.startRollout({ DeployVersion: 'v2' });
    world.clock.advance(2);
    expect(world.detail()).toMatchObject({ Status: 'Deploying', EndTime: '' });
    world.clock.advance(60);
    // The last of four pods is ready after 20 * (1 + 0.25 * 3 / 4) seconds.
    expect(world.detail()).toMatchObject({ Status: 'Success', EndTime: '2026-01-02 11:00:23' });
  });
});

describe('a second rollout', () => {
  it('replaces the pods of the first', () => {
    const world = openWorld({ revisionId: PREVIOUS });
    const first = world.application.startRollout({ DeployVersion: 'v2' });
    world.clock.advance(60);
    const second = world.application.startRollout({ DeployVersion: 'v3' });
    world.clock.advance(60);
    expect(new Set(world.pods().PodList.map((pod) => pod.VersionId))).toStrictEqual(
      new Set([second]),
    );
    expect(world.detail(first)).toMatchObject({
      NewDeployVersion: 'v2',
      OtherBatchDetail: [{ NewPods: [], OldPods: [] }],
    });
    expect(world.application.rollouts.map(({ state }) => state)).toStrictEqual([
      'finished',
      'finished',
    ]);
  });
});
