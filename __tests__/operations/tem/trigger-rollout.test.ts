import { afterEach, describe, expect, it } from '@jest/globals';
import { changeResult, closeWorlds, count, startWorld, UPDATE } from '../world.ts';
import type { Fields, TestWorld } from '../world.ts';
import { beforeCallOf } from './single-calls.ts';
import { DETAIL, INFO, TRIGGER } from './tem-actions.ts';
import { BUSY } from './tem-faults.ts';

const DOUBT = { code: 'rollout-start-unknown', outputs: { status: 'failed' } };

afterEach(closeWorlds);

/** The first trigger never arrives; what the action reads after it has these fields. */
async function startLost(action = INFO, fields: Fields = {}): Promise<TestWorld> {
  const world = await startWorld();
  world.simulator.faults.inject({ kind: 'reset-before', action: TRIGGER });
  let isSent = false;
  world.beforeCall((called) => {
    isSent ||= called === TRIGGER;
  });
  changeResult(world, action, () => (isSent ? fields : {}));
  return world;
}

describe('a trigger that was lost', () => {
  it('is not sent again where another revision shows for half a minute', async () => {
    const world = await startLost(INFO, { VersionId: 'revision-other', DeployVersion: 'v9' });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject(DOUBT);
    expect(count(run, TRIGGER)).toBe(1);
    expect(run.seconds).toBeGreaterThanOrEqual(30);
    expect(run.seconds).toBeLessThanOrEqual(33);
    const seen = run.details.at(-1);
    expect(seen).toMatchObject({ text: { key: 'rollout.seen-revision' } });
    expect(JSON.stringify(seen)).toMatch(/revision-other.*v9/);
    expect(run.next).toMatchObject([{ sentence: { key: 'rollout.start-unknown-next' } }]);
  });

  it.each([
    { name: 'the application is being deployed', action: INFO, fields: { UnderDeploying: true } },
    {
      name: 'the details are those of another rollout',
      action: DETAIL,
      fields: { StartTime: '2030-01-01 00:00:00' },
    },
  ])('is not sent again where $name for two minutes', async ({ action, fields }) => {
    const world = await startLost(action, fields);
    const run = await world.run(UPDATE);
    expect(run).toMatchObject(DOUBT);
    expect(count(run, TRIGGER)).toBe(1);
    expect(run.seconds).toBeGreaterThanOrEqual(120);
    expect(run.seconds).toBeLessThanOrEqual(123);
    const seen = run.details.at(-1);
    expect(seen).toMatchObject({ text: { key: 'rollout.seen-revision' } });
    expect(JSON.stringify(seen)).toContain(world.application.revisionId);
  });

  it('is sent again over a failed rollout that TEM still calls under deploying', async () => {
    const world = await startWorld();
    world.application.startRollout({ DeployVersion: 'v9' });
    world.clock.manual.advance(300);
    const isFailed = () => world.application.deployVersion === 'v9';
    changeResult(world, INFO, () => (isFailed() ? { UnderDeploying: true } : {}));
    changeResult(world, DETAIL, () => (isFailed() ? { Status: 'Error' } : {}));
    world.simulator.faults.inject({ kind: 'reset-before', action: TRIGGER });
    const run = await world.run({ ...UPDATE, 'failure-grace': '30s' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, TRIGGER)).toBe(2);
  });

  it('is not taken as executed if the version ran before', async () => {
    const world = await startLost();
    const run = await world.run({ ...UPDATE, 'deploy-version': 'v2.3.9' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, TRIGGER)).toBe(2);
    expect(run.outputs['revision-id']).toBe(world.application.rollouts[0]?.revisionId);
  });

  it('is not sent again where it timed out: it may still be executed', async () => {
    const world = await startWorld();
    let sent = 0;
    world.beforeCall((action) => {
      if (action !== TRIGGER) return;
      sent += 1;
      // Only `sleep` fires the timeouts that are due; `manual.advance` would skip that of the call.
      void world.clock.sleep(90_000);
    });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject(DOUBT);
    expect(sent).toBe(1);
  });

  it('returns the revision that it started, with wait: false, too', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'reset-after', action: TRIGGER });
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    expect(run.outputs['revision-id']).toBe(world.application.revisionId);
    expect(count(run, TRIGGER)).toBe(1);
  });

  it.each([
    ['reset-before', 2],
    ['reset-after', 1],
  ] as const)('is looked for where the site has no details (%s)', async (kind, sent) => {
    const world = await startWorld({}, 'international');
    world.simulator.faults.inject({ kind, action: TRIGGER });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, TRIGGER)).toBe(sent);
  });
});

describe('a trigger that is sent for the second time', () => {
  it('is followed by its answer, though the rollout shows late', async () => {
    const world = await startWorld({ behaviour: { visibleAfterSeconds: 45 } });
    world.simulator.faults.inject({ kind: 'reset-before', action: TRIGGER });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, TRIGGER)).toBe(2);
  });

  it('proves nothing by its refusal if another revision shows', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'reset-before', action: TRIGGER });
    const second = { kind: 'api-error', action: TRIGGER, occurrence: 'second' } as const;
    world.simulator.faults.inject({ ...second, code: 'UnauthorizedOperation' });
    const deploy = () => world.application.startRollout({ DeployVersion: 'v9' });
    beforeCallOf(world, TRIGGER, deploy, 2);
    const run = await world.run(UPDATE);
    expect(run).toMatchObject(DOUBT);
    expect(count(run, TRIGGER)).toBe(2);
  });

  it.each([
    { second: { kind: 'http-502-html' }, named: '502' },
    { second: BUSY, named: '500' },
  ] as const)('leaves a doubt that names HTTP $named', async ({ second, named }) => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'http-500', action: TRIGGER });
    world.simulator.faults.inject({ ...second, action: TRIGGER, occurrence: 'second' });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject(DOUBT);
    expect(JSON.stringify(run.details[0])).toContain(named);
    expect(count(run, TRIGGER)).toBe(2);
  });
});
