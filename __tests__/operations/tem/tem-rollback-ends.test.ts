import { afterEach, describe, expect, it } from '@jest/globals';
import { annotated, closeWorlds, count, startWorld, suggested } from '../world.ts';
import { cancelOnAnswer } from './cancelled.ts';
import { startedAgo } from './started.ts';
import { REVERT, TRIGGER } from './tem-actions.ts';
import { supersede } from './supersede.ts';
import { stagesOf } from '../recorded-texts.ts';

const STEP = { operation: 'tem-rollback' };
const OLD_PACKAGE = 'tem/pkg/1300000000/app-shop0001/1/shop-2.3.9.jar';

afterEach(closeWorlds);

describe('tem-rollback with wait: false', () => {
  const step = { ...STEP, wait: 'false' };

  it('ends as soon as the revert is sent, and suggests a step that checks it', async () => {
    const world = await startedAgo(10, { revertSeconds: 600 });
    const { revisionId } = world.application;
    const run = await world.run(step);
    expect(run).toMatchObject({ exitCode: 0, seconds: 0, outputs: { status: 'started' } });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([1, 0]);
    const inputs = { operation: 'tem-revert', 'revision-id': revisionId };
    expect(run.next).toMatchObject([{ inputs }]);
  });

  it('waits for the revert that another version has to follow', async () => {
    const world = await startedAgo(10, { revertSeconds: 60 });
    const run = await world.run({ ...step, 'deploy-version': 'v2.2.0' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    expect(run.seconds).toBeGreaterThanOrEqual(60);
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([1, 1]);
    const inputs = { operation: 'tem-wait', 'revision-id': world.application.revisionId };
    expect(run.next).toMatchObject([{ inputs }]);
  });

  it('does not check a rollout again that was rolled back before', async () => {
    const world = await startedAgo(10);
    const { revisionId } = world.application;
    await world.run({ operation: 'tem-revert' });
    const run = await world.run({ ...step, 'revision-id': revisionId });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([0, 0]);
    const inputs = { operation: 'tem-revert', 'revision-id': revisionId };
    expect(run.next).toMatchObject([{ inputs }]);
  });

  it('ends as cancelled where it is cancelled while the version is deployed again', async () => {
    const world = await startedAgo(300);
    cancelOnAnswer(world, TRIGGER);
    const run = await world.run(step);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'cancelled' } });
  });
});

describe('a version that was deployed again', () => {
  const MANUAL = { 'deploy-strategy': 'MANUAL', 'total-batch-count': '2' };

  it.each([
    { behaviour: {}, inputs: MANUAL, status: 'waiting', next: ['tem-resume', 'tem-revert'] },
    { behaviour: { neverReady: true }, inputs: {}, status: 'timed-out', next: ['tem-wait'] },
  ])('ends as $status, and suggests $next', async ({ behaviour, inputs, status, next }) => {
    const world = await startedAgo(300);
    Object.assign(world.application.behaviour, behaviour);
    const run = await world.run({ ...STEP, ...inputs, timeout: '5m' });
    expect(run.outputs.status).toBe(status);
    const { revisionId } = world.application;
    expect(run.next).toMatchObject(
      next.map((operation) => ({ inputs: { operation, 'revision-id': revisionId } })),
    );
  });

  it('is red if it fails, too', async () => {
    const world = await startedAgo(300);
    world.application.behaviour.crash = { status: 'CrashLoopBackOff' };
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(run.code).toBe('instances-failing');
    expect(world.application.rollouts).toHaveLength(2);
  });

  it('is not waited for where another rollout has taken its place', async () => {
    const world = await startedAgo(300, { podStartSeconds: 60 });
    world.beforeCall((action) => {
      if (action === TRIGGER) supersede(world, world.clock.seconds() + 20);
    });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(suggested(run)).toEqual([]);
  });
});

describe('a version that cannot be deployed again', () => {
  it.each([
    [{}, { key: 'plan.any-package' }],
    [{ 'package-name': OLD_PACKAGE }, OLD_PACKAGE],
  ])('is asked for if it is unknown, with its package: %j', async (inputs, packageName) => {
    const world = await startWorld({ deployMode: 'JAR' });
    const run = await world.run({ ...STEP, ...inputs });
    expect(run).toMatchObject({ code: 'previous-version-unknown' });
    expect(run.details).toMatchObject([{ text: { key: 'plan.current-version' } }]);
    const placeholder = { key: 'plan.any-version' };
    const wanted = { 'deploy-version': placeholder, 'package-name': packageName };
    expect(run.next).toMatchObject([{ inputs: { operation: 'tem-rollback', ...wanted } }]);
  });

  it('is refused if its package is unknown, after an earlier rollback, too', async () => {
    const world = await startWorld({ deployMode: 'JAR' });
    world.application.startRollout({ DeployVersion: 'v2.4.0', PackageName: 'shop-2.4.0.jar' });
    world.clock.manual.advance(5);
    await world.run({ operation: 'tem-revert' });
    const run = await world.run({ ...STEP, 'deploy-version': 'v2.2.0' });
    expect(run).toMatchObject({ code: 'package-missing', outputs: { status: 'failed' } });
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('is refused in a beta batch: there is no input for its size', async () => {
    const world = await startedAgo(300);
    const run = await world.run({ ...STEP, 'deploy-strategy': 'BETA' });
    expect(run).toMatchObject({ exitCode: 1, calls: [], outputs: { status: 'failed' } });
    expect(annotated(run)).not.toContain('beta-batch-num');
  });

  it('is refused before any change if the application runs images and not packages', async () => {
    const world = await startedAgo(300);
    const run = await world.run({ ...STEP, 'package-name': OLD_PACKAGE });
    expect(run).toMatchObject({ code: 'package-kind', outputs: { status: 'failed' } });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([0, 0]);
  });
});

describe('the log of tem-rollback', () => {
  it.each([
    [10, 2],
    [300, 1],
  ])('names the rollout that is reverted, after %d s', async (seconds, lines) => {
    const world = await startedAgo(seconds);
    const { revisionId } = world.application;
    const run = await world.run(STEP);
    expect(stagesOf(run, revisionId)).toHaveLength(lines);
  });
});
