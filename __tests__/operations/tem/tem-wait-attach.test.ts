import { afterEach, describe, expect, it } from '@jest/globals';
import { startedAgo } from './started.ts';
import { annotated, closeWorlds, count, startWorld, UPDATE } from '../world.ts';

const RESUME = 'ResumeDeployApplication';
const REVERT = 'RevertDeployApplication';
const WAIT = { operation: 'tem-wait' };

afterEach(closeWorlds);

it('A refusal at the first look says what was asked for', async () => {
  const world = await startWorld();
  const run = await world.run({ operation: 'tem-wait', 'application-id': 'shop-api' });
  expect(run.exitCode).toBe(1);
  expect(run.lines).toContain('▸ Target        shop-api in en-prod0001 (ap-guangzhou)');
});

describe('tem-wait', () => {
  it('gives the verdict on a rollout that has ended at once', async () => {
    const world = await startedAgo(120);
    const run = await world.run(WAIT);
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: {
        status: 'succeeded',
        'revision-id': world.application.revisionId,
        'previous-version': 'v2.3.9',
      },
    });
    expect(run.seconds).toBeLessThanOrEqual(5);
  });

  it('follows one that is under way to its end', async () => {
    const world = await startedAgo(5, { podStartSeconds: 60 });
    const run = await world.run({ ...WAIT, 'revision-id': world.application.revisionId });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.seconds).toBeGreaterThan(100);
    expect(run.lines.join('\n')).toContain('AUTO, 2 batches');
  });

  it('waits for a revision that has just been triggered and does not show yet', async () => {
    const world = await startedAgo(0, { visibleAfterSeconds: 10 });
    const { revisionId } = world.application;
    const run = await world.run({ ...WAIT, 'revision-id': revisionId });
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: { status: 'succeeded', 'revision-id': revisionId },
    });
  });

  it('stops where a batch waits, or confirms it', async () => {
    const world = await startedAgo(60, {}, 'BETA');
    const stopped = await world.run(WAIT);
    expect(stopped).toMatchObject({ exitCode: 0, outputs: { status: 'waiting' } });
    expect(stopped.seconds).toBeLessThanOrEqual(5);
    const resumed = await world.run({ ...WAIT, 'on-waiting': 'resume' });
    expect(resumed).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(resumed, RESUME)).toBe(1);
  });

  it('applies its policies to the rollout that it attached to', async () => {
    const world = await startedAgo(5, { crash: { status: 'ImagePullBackOff' } });
    const run = await world.run({ ...WAIT, 'on-failure': 'revert', 'failure-grace': '60s' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    expect(count(run, REVERT)).toBe(1);
  });

  it('refuses wait: false', async () => {
    const world = await startWorld();
    const run = await world.run({ ...WAIT, wait: 'false' });
    expect(run).toMatchObject({ exitCode: 1, calls: [], outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('waiting is all that tem-wait does');
  });
});

describe('tem-resume', () => {
  const STEP = { operation: 'tem-resume' };

  it('starts the next batch and waits for the end', async () => {
    const world = await startedAgo(60, {}, 'BETA');
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, RESUME)).toBe(1);
    expect(run.lines.join('\n')).toContain('▸ Resume        the next batch is started');
  });

  it('stops green at the batch after it', async () => {
    const world = await startWorld({ instances: 3 });
    const batches = { DeployStrategyType: 'MANUAL', TotalBatchCount: 3 };
    world.application.startRollout({ DeployVersion: 'v2.4.0', ...batches });
    world.clock.manual.advance(60);
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'waiting' } });
    expect(count(run, RESUME)).toBe(1);
    const versions = world.application.pods().map(({ deployVersion }) => deployVersion);
    expect(versions.toSorted()).toEqual(['v2.3.9', 'v2.4.0', 'v2.4.0']);
  });

  it('leaves at once with wait: false', async () => {
    const world = await startedAgo(60, {}, 'BETA');
    const run = await world.run({ ...STEP, wait: 'false' });
    expect(run).toMatchObject({ exitCode: 0, seconds: 0, outputs: { status: 'started' } });
    expect(count(run, RESUME)).toBe(1);
    expect(world.application.rollouts[0]?.state).toBe('deploying');
  });

  it.each([
    { state: 'is under way', seconds: 5 },
    { state: 'has ended', seconds: 600 },
  ])('makes no call and follows where the rollout $state', async ({ seconds }) => {
    const world = await startedAgo(seconds, { podStartSeconds: 30 });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.calls).not.toContain(RESUME);
    expect(run.lines.join('\n')).toContain('nothing waits for confirmation');
  });

  it('ends as failed where TEM answers "false" and the rollout still waits', async () => {
    const world = await startedAgo(60, { resumeSucceeds: false }, 'BETA');
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('still waits for confirmation');
    expect(count(run, RESUME)).toBe(1);
  });
});

describe('tem-revert', () => {
  const STEP = { operation: 'tem-revert' };

  it('takes the rollout back and is green when the old version serves', async () => {
    const world = await startedAgo(30, { podStartSeconds: 25 });
    const run = await world.run(STEP);
    expect(run).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: { status: 'reverted', 'revision-id': expect.stringMatching(/^revision-/) },
    });
    expect(count(run, REVERT)).toBe(1);
    expect(world.application.isDeploying).toBe(false);
    expect(new Set(world.application.pods().map((pod) => pod.deployVersion))).toEqual(
      new Set(['v2.3.9']),
    );
    expect(run.lines.at(-1)).toContain('v2.3.9');
  });

  it('leaves at once with wait: false', async () => {
    const world = await startedAgo(10, { revertSeconds: 600 });
    const run = await world.run({ ...STEP, wait: 'false' });
    expect(run).toMatchObject({ exitCode: 0, seconds: 0, outputs: { status: 'started' } });
    expect(count(run, REVERT)).toBe(1);
  });

  it('with wait: false is red where it is not known whether the revert was started', async () => {
    const world = await startedAgo(10, { podStartSeconds: 600 });
    const fault = { kind: 'http-502-html', action: REVERT, occurrence: 'every' } as const;
    world.simulator.faults.inject(fault);
    const run = await world.run({ ...STEP, wait: 'false' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('it is not known whether the revert was started');
    expect(annotated(run)).toContain('operation: tem-revert');
    expect(count(run, REVERT)).toBe(2);
    expect(world.application.rollouts).toMatchObject([{ state: 'deploying' }]);
  });

  it('with wait: false is started where a lost answer leaves it to be seen', async () => {
    const world = await startedAgo(10, { podStartSeconds: 600 });
    world.simulator.faults.inject({ kind: 'http-502-html', action: REVERT });
    world.simulator.faults.inject({ kind: 'reset-after', action: REVERT, occurrence: 'second' });
    const run = await world.run({ ...STEP, wait: 'false' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    expect(count(run, REVERT)).toBe(2);
    expect(world.application.isDeploying).toBe(true);
    expect(world.application.rollouts).toMatchObject([{ state: 'reverting' }]);
  });

  it('where nothing is deployed is an error with the lines that bring the version back', async () => {
    const world = await startWorld({ deployMode: 'JAR' });
    await world.run({ ...UPDATE, 'package-name': 'shop-2.4.0.jar' });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 1, seconds: 0, outputs: { status: 'failed' } });
    expect(run.calls).not.toContain(REVERT);
    expect(annotated(run)).toContain('nothing is being deployed');
    expect(annotated(run)).toContain('operation: tem-rolling-update');
    expect(annotated(run)).toContain('deploy-version: v2.3.9');
  });

  it('where nothing tells the version before leaves it to the reader', async () => {
    const world = await startWorld();
    const action = 'DescribeDeployApplicationDetail';
    const code = 'ResourceNotFound.ServiceRunningVersionNotFound';
    world.simulator.faults.inject({ kind: 'api-error', action, code });
    const run = await world.run(STEP);
    expect(annotated(run)).toContain('deploy-version: "THE VERSION BEFORE"');
  });

  it('of a first release, which tells of no other version, does too', async () => {
    const world = await startWorld();
    const run = await world.run(STEP);
    expect(annotated(run)).toContain('deploy-version: "THE VERSION BEFORE"');
  });

  it('that is refused is an error', async () => {
    const world = await startedAgo(10, { revertSucceeds: false });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('TEM refused to take the rollout back');
    expect(run.outputs['request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('that does not finish ends as timed-out', async () => {
    const world = await startedAgo(10, { revertSeconds: 3600 });
    const run = await world.run({ ...STEP, timeout: '10m' });
    expect(run).toMatchObject({ exitCode: 1, seconds: 600, outputs: { status: 'timed-out' } });
    expect(annotated(run)).toContain('the revert did not finish within 10 min');
  });

  it('whose answer is lost is followed, not sent again', async () => {
    const world = await startedAgo(10);
    world.simulator.faults.inject({ kind: 'reset-after', action: REVERT });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(count(run, REVERT)).toBe(1);
  });

  it('that is under way already is followed, not sent again', async () => {
    const world = await startedAgo(10, { revertSeconds: 60 });
    await world.run({ ...STEP, wait: 'false' });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(run.calls).not.toContain(REVERT);
  });

  it('survives looks that fail for a while', async () => {
    const world = await startedAgo(10, { revertSeconds: 60 });
    const action = 'DescribeApplicationInfo';
    world.simulator.faults.inject({ kind: 'http-502-html', action, occurrence: 3, times: 8 });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(run.lines.filter((line) => line.includes('no answer'))).toHaveLength(1);
  });

  it('looks as often as poll-interval says', async () => {
    const world = await startedAgo(10, { revertSeconds: 100 });
    const run = await world.run({ ...STEP, 'poll-interval': '20s' });
    expect(run).toMatchObject({ exitCode: 0, seconds: 120 });
  });

  it('that is cancelled ends as cancelled', async () => {
    const world = await startedAgo(10, { revertSeconds: 100 });
    world.clock.at(40, () => {
      world.cancel();
    });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'cancelled' } });
  });

  it('of a version that nothing tells speaks of the version before', async () => {
    const world = await startedAgo(10);
    world.intercept((action, answer) =>
      action === 'DescribeDeployApplicationDetail'
        ? { ...answer, Result: { ...(answer.Result as object), OldDeployVersion: null } }
        : undefined,
    );
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(run.lines.at(-1)).toContain('the version before');
  });
});

describe('revision-id', () => {
  it.each(['tem-wait', 'tem-resume', 'tem-revert'])(
    'keeps %s from touching another rollout, and names the current one',
    async (operation) => {
      const world = await startedAgo(60, {}, 'BETA');
      const run = await world.run({ operation, 'revision-id': 'revision-mine0001' });
      expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
      expect(annotated(run)).toContain('revision-mine0001');
      expect(annotated(run)).toContain(`The current one is ${world.application.revisionId}`);
      expect([RESUME, REVERT].some((action) => run.calls.includes(action))).toBe(false);
      expect(world.application.rollouts[0]?.state).toBe('waiting');
    },
  );

  it.each([
    { operation: 'tem-resume', action: RESUME },
    { operation: 'tem-revert', action: REVERT },
  ])('lets $operation act where it is the current one', async ({ operation, action }) => {
    const world = await startedAgo(60, {}, 'BETA');
    const run = await world.run({ operation, 'revision-id': world.application.revisionId });
    expect(run.exitCode).toBe(0);
    expect(count(run, action)).toBe(1);
  });
});
