import { afterEach, describe, expect, it } from '@jest/globals';
import type { Fields, TestWorld } from '../world.ts';
import { annotated, closeWorlds, count, startWorld, UPDATE } from '../world.ts';

const INFO = 'DescribeApplicationInfo';
const DETAIL = 'DescribeDeployApplicationDetail';
const RESUME = 'ResumeDeployApplication';
const TRIGGER = 'RollingUpdateApplicationByVersion';

const MANUAL = { 'deploy-strategy': 'MANUAL', 'total-batch-count': '2' };
const BY_HAND = { DeployVersion: 'v2.4.0', DeployStrategyType: 'MANUAL', TotalBatchCount: 2 };

afterEach(closeWorlds);

/** Changes Result in every answer of one action. */
function change(world: TestWorld, action: string, changed: (result: Fields) => unknown): void {
  world.intercept((called, answer) =>
    called === action ? { ...answer, Result: changed(answer.Result as Fields) } : undefined,
  );
}

describe('details that say nothing', () => {
  it('leave it to the application to say that a batch waits', async () => {
    const world = await startWorld();
    change(world, DETAIL, () => null);
    const run = await world.run({ ...UPDATE, ...MANUAL });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'waiting' } });
    expect(annotated(run)).toContain('operation: tem-resume');
  });

  it('only delay on-waiting: resume', async () => {
    const world = await startWorld();
    change(world, DETAIL, (result) => (world.clock.seconds() < 45 ? null : result));
    const run = await world.run({ ...UPDATE, ...MANUAL, 'on-waiting': 'resume' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, RESUME)).toBe(1);
  });

  it('of a beta batch are none', async () => {
    const world = await startWorld();
    change(world, DETAIL, (result) => ({ ...result, BetaBatchDetail: {} }));
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
  });
});

describe('a rollout that is being taken back waits for nobody', () => {
  /** It waits, then somebody takes it back; its batch is still said to wait. */
  async function startReverting(): Promise<TestWorld> {
    const world = await startWorld({ behaviour: { revertSeconds: 60 } });
    world.application.startRollout(BY_HAND);
    world.clock.manual.advance(60);
    world.application.revert();
    change(world, DETAIL, (result) => {
      if (result.CurrentBatchStatus !== 'revert') return result;
      const [first, ...others] = result.OtherBatchDetail as Fields[];
      return {
        ...result,
        OtherBatchDetail: [{ ...first, BatchStatus: 'WaitForResume' }, ...others],
      };
    });
    return world;
  }

  it('so tem-resume confirms nothing', async () => {
    const world = await startReverting();
    const run = await world.run({ operation: 'tem-resume' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('somebody took the rollout back');
    expect(count(run, RESUME)).toBe(0);
  });

  it('so if-deploying: wait waits for its end', async () => {
    const world = await startReverting();
    const run = await world.run({ ...UPDATE, 'deploy-version': 'v2.5.0' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
  });
});

describe('tem-resume', () => {
  it('confirms no rollout that took the place of the one it looked at', async () => {
    const world = await startWorld();
    world.application.startRollout(BY_HAND);
    world.clock.manual.advance(60);
    let theirs = '';
    change(world, DETAIL, (result) => {
      if (theirs) return result;
      world.application.revert();
      world.clock.manual.advance(60);
      theirs = world.application.startRollout({ ...BY_HAND, DeployVersion: 'v9' });
      world.clock.manual.advance(60);
      return { ...result, OtherBatchDetail: null };
    });
    const run = await world.run({ operation: 'tem-resume' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain(theirs);
    expect(count(run, RESUME)).toBe(0);
  });
});

describe('the advice can be followed', () => {
  it('where the rollout failed and deploys no more: a rollout of its own', async () => {
    const crash = { status: 'CrashLoopBackOff', detailStatus: 'Error' };
    const world = await startWorld({ behaviour: { crash } });
    let hasFailed = false;
    change(world, DETAIL, (result) => {
      hasFailed ||= result.Status === 'Error';
      return result;
    });
    change(world, INFO, (result) =>
      hasFailed ? { ...result, UnderDeploying: false, BatchDeployStatus: '' } : result,
    );
    const failed = await world.run(UPDATE);
    const again = await world.run({ operation: 'tem-wait' });
    const reverted = await world.run({ operation: 'tem-revert' });
    expect(annotated(reverted)).toContain('nothing is being deployed');
    expect([failed, again].map(({ outputs }) => outputs.status)).toEqual(['failed', 'failed']);
    expect(annotated(again)).toContain('operation: tem-rolling-update');
    expect(annotated(again)).not.toContain('operation: tem-revert');
  });

  it('where the next batch could not be started and the revert did not end', async () => {
    const world = await startWorld({ behaviour: { resumeSucceeds: false, revertSeconds: 3600 } });
    const run = await world.run({
      ...{ ...UPDATE, ...MANUAL },
      ...{ 'on-waiting': 'resume', 'on-failure': 'revert' },
    });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('run tem-revert again');
    expect(annotated(run)).not.toContain('operation: tem-resume');
  });

  it('where TEM refused the revert: on-failure: revert was there already', async () => {
    const crash = { status: 'CrashLoopBackOff' };
    const world = await startWorld({ behaviour: { crash, revertSucceeds: false } });
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(annotated(run)).toContain('operation: tem-revert');
    expect(annotated(run)).not.toContain('let the next run do it by itself');
  });
});

describe('wait: false', () => {
  it('is started where the look after the trigger is refused', async () => {
    const world = await startWorld();
    world.intercept((action) =>
      action === INFO && world.simulator.calls.some((call) => call.action === TRIGGER)
        ? { Error: { Code: 'UnauthorizedOperation', Message: 'no' }, RequestId: 'r-1' }
        : undefined,
    );
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    expect(run.outputs['revision-id']).toBe(world.application.rollouts[0]?.revisionId);
  });
});
