import { afterEach, describe, expect, it } from '@jest/globals';
import { cancelAfter, expectCancelled, expectTakenBack, runBoth, STEP } from './cancelled.ts';
import { annotated, closeWorlds, count, startWorld } from '../world.ts';
import type { TestWorld } from '../world.ts';

const REVERT = 'RevertDeployApplication';

afterEach(closeWorlds);

describe('the revert after a cancel', () => {
  it('that was refused is tried once more at the end of the job', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 60, revertSucceeds: false } });
    world.clock.at(30, () => {
      world.cancel();
    });
    const main = await world.run(STEP);
    expect(annotated(main)).toContain('TEM refused to take the rollout back');
    world.application.behaviour.revertSucceeds = true;
    const post = await world.post(STEP, main);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(count(post, REVERT)).toBe(1);
    expectTakenBack(world);
  });

  it('that is refused again is red, with the lines to copy', async () => {
    const { main, post } = await cancelAfter(30, { revertSucceeds: false });
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 1 });
    expect(annotated(post)).toContain('TEM did not take the rollout back after the cancel');
    expect(annotated(post)).toContain('operation: tem-revert');
  });

  it.each([
    { kind: 'http-502-html', sent: 1, because: 'it never arrived' },
    { kind: 'reset-after', sent: 0, because: 'it did arrive' },
  ] as const)(
    'whose answer was lost is sent $sent times more: $because',
    async ({ kind, sent }) => {
      const injectFault = ({ simulator }: TestWorld) => {
        simulator.faults.inject({ kind, action: REVERT });
      };
      const { world, main, post } = await cancelAfter(30, {}, STEP, injectFault);
      expectCancelled(main);
      expect(annotated(main)).toContain('It is not known whether the revert arrived');
      expect(post).toMatchObject({ exitCode: 0 });
      expect(count(post, REVERT)).toBe(sent);
      expectTakenBack(world);
    },
  );

  it('that the cloud answers with an error is said, and tried once more', async () => {
    const refuse = ({ simulator }: TestWorld) => {
      const code = 'UnauthorizedOperation';
      simulator.faults.inject({
        kind: 'api-error',
        action: REVERT,
        occurrence: 'every',
        code,
        message: 'Not authorized.',
      });
    };
    const { main, post } = await cancelAfter(30, {}, STEP, refuse);
    expectCancelled(main);
    expect(annotated(main)).toContain('The revert could not be sent (Not authorized.)');
    expect(post).toMatchObject({ exitCode: 1 });
    expect(annotated(post)).toContain('allow tem:RevertDeployApplication');
  });

  it('of a rollout that the step attached to is tried once more, too', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 60 } });
    world.application.startRollout({ DeployVersion: 'v2.4.0' });
    world.clock.manual.advance(5);
    const code = 'UnauthorizedOperation';
    world.simulator.faults.inject({ kind: 'api-error', action: REVERT, code });
    world.clock.at(20, () => {
      world.cancel();
    });
    const { main, post } = await runBoth(world, { operation: 'tem-wait', 'on-cancel': 'revert' });
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(count(post, REVERT)).toBe(1);
    expectTakenBack(world);
  });

  it('is not confirmed by the revision alone: the pods have to be back', async () => {
    const behaviour = { podStartSeconds: 60, revertSeconds: 90 };
    const world = await startWorld({ behaviour });
    const VersionId = world.application.revisionId;
    world.clock.at(70, () => {
      world.cancel();
    });
    const inputs = { ...STEP, 'deploy-strategy': 'MANUAL', 'total-batch-count': '2' };
    const main = await world.run({ ...inputs, 'on-waiting': 'resume' });
    world.intercept((action, answer) =>
      action === 'DescribeApplicationInfo'
        ? { ...answer, Result: { ...(answer.Result as object), VersionId } }
        : undefined,
    );
    const post = await world.post(inputs, main);
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(post.seconds).toBeGreaterThanOrEqual(90);
    expectTakenBack(world);
  });

  it('is confirmed for three minutes at the most', async () => {
    const { post } = await cancelAfter(30, { revertSeconds: 3600 });
    expect(post).toMatchObject({ exitCode: 1, seconds: 180 });
    expect(annotated(post)).toContain('the revert is under way and has not finished yet');
  });

  it('is not sent for a rollout that ended meanwhile', async () => {
    const refuse = ({ simulator }: TestWorld) => {
      simulator.faults.inject({ kind: 'http-502-html', action: REVERT });
    };
    const world = await startWorld({ behaviour: { podStartSeconds: 20 } });
    refuse(world);
    world.clock.at(15, () => {
      world.cancel();
    });
    const main = await world.run(STEP);
    world.clock.manual.advance(60);
    const post = await world.post(STEP, main);
    expect(post).toMatchObject({ exitCode: 1 });
    expect(post.calls).not.toContain(REVERT);
    expect(world.application.deployVersion).toBe('v2.4.0');
  });

  it('leaves a rollout alone that has taken the place of ours', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 20 } });
    world.simulator.faults.inject({ kind: 'http-502-html', action: REVERT });
    world.clock.at(15, () => {
      world.cancel();
    });
    const main = await world.run(STEP);
    world.clock.manual.advance(60);
    world.application.startRollout({ DeployVersion: 'v9' });
    world.clock.manual.advance(5);
    const post = await world.post(STEP, main);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(post.calls).not.toContain(REVERT);
    expect(world.application.deployVersion).toBe('v9');
  });
});
