import { afterEach, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '../../../simulator/index.ts';
import {
  changeResult,
  closeWorlds,
  count,
  secondsOf,
  startWorld,
  suggested,
  UPDATE,
} from '../world.ts';
import { DETAIL, INFO, REVERT } from './tem-actions.ts';
import { failEvery } from './tem-faults.ts';
import { supersede } from './supersede.ts';

const CRASH: Partial<Behaviour> = { crash: { status: 'CrashLoopBackOff', versions: ['v2.4.0'] } };
const STUCK: Partial<Behaviour> = { neverReady: true };
const ON_TIMEOUT = { timeout: '1m', 'on-timeout': 'revert' };

afterEach(closeWorlds);

/** Runs a rolling update on an application that behaves so, from its start to its end. */
async function update(behaviour: Partial<Behaviour>, inputs: Record<string, string>) {
  const world = await startWorld({ behaviour });
  return { world, run: await world.run({ ...UPDATE, ...inputs }) };
}

describe.each([
  {
    policy: 'on-failure',
    behaviour: CRASH,
    status: 'failed',
    next: ['tem-revert'],
    endsWithin: [120, 180],
  },
  {
    policy: 'on-timeout',
    behaviour: STUCK,
    status: 'timed-out',
    next: ['tem-wait', 'tem-revert'],
    endsWithin: [600, 600],
  },
])('$policy', ({ policy, behaviour, status, next, endsWithin }) => {
  const [earliest = 0, latest = 0] = endsWithin;
  const timeout = '10m';

  it('keep leaves the rollout as it is, and suggests how to go on', async () => {
    const { world, run } = await update(behaviour, { timeout });
    expect(run).toMatchObject({
      exitCode: 1,
      annotations: [{ kind: 'error' }],
      outputs: { status, 'previous-version': 'v2.3.9' },
    });
    expect(run.calls).not.toContain(REVERT);
    expect(world.application.isDeploying).toBe(true);
    expect(run.seconds).toBeGreaterThanOrEqual(earliest);
    expect(run.seconds).toBeLessThanOrEqual(latest);
    expect(suggested(run)).toEqual(next);
    expect(run.annotations[0]?.message.includes('on-failure: revert')).toBe(status === 'failed');
    expect(run.details.at(-1)).toMatchObject({ text: { values: { policy } } });
  });

  it('revert brings the version before back, and the step is red', async () => {
    const { world, run } = await update(behaviour, { timeout, [policy]: 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    expect(count(run, REVERT)).toBe(1);
    expect(world.application.isDeploying).toBe(false);
    const versions = world.application.pods().map(({ deployVersion }) => deployVersion);
    expect(versions).toEqual(['v2.3.9', 'v2.3.9']);
    expect(run.annotations[0]?.title).toContain('v2.3.9');
    expect(suggested(run)).toEqual([]);
    expect(run.seconds).toBeLessThanOrEqual(latest + 60);
  });

  it('revert that is refused ends by its cause, and does not suggest the policy', async () => {
    const refusing = { ...behaviour, revertSucceeds: false };
    const { run } = await update(refusing, { timeout, [policy]: 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status } });
    expect(count(run, REVERT)).toBe(1);
    expect(suggested(run)).toEqual(next);
    expect(run.annotations[0]?.message).not.toContain('on-failure: revert');
  });

  it('revert that the cloud answers with an error ends by its cause, and names the error', async () => {
    const world = await startWorld({ behaviour });
    const code = 'UnauthorizedOperation';
    world.simulator.faults.inject({ kind: 'api-error', action: REVERT, code });
    const run = await world.run({ ...UPDATE, timeout, [policy]: 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status } });
    expect(run.annotations[0]?.message).toContain(code);
    const refused = world.simulator.calls.findLast(({ action }) => action === REVERT);
    expect(run.outputs['request-id']).toBe(refused?.requestId);
  });

  it('revert has five minutes beyond the timeout, and then ends by its cause', async () => {
    const slow = { ...behaviour, revertSeconds: 3600 };
    const { run } = await update(slow, { timeout, [policy]: 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status }, seconds: 900 });
    expect(suggested(run)).toEqual(['tem-revert']);
  });

  it('revert is finished where it takes most of the five minutes', async () => {
    const slow = { ...behaviour, revertSeconds: 280 };
    const { run } = await update(slow, { timeout, [policy]: 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
  });

  it.each([
    { kind: 'reset-after', sent: 1, because: 'began' },
    { kind: 'http-502-html', sent: 2, because: 'never arrived' },
  ] as const)('revert that $because is sent $sent times', async ({ kind, sent }) => {
    const world = await startWorld({ behaviour });
    world.simulator.faults.inject({ kind, action: REVERT });
    const run = await world.run({ ...UPDATE, timeout, [policy]: 'revert' });
    expect(run).toMatchObject({ outputs: { status: 'reverted' } });
    expect(count(run, REVERT)).toBe(sent);
  });

  it('revert that is never answered clearly ends by its cause', async () => {
    const world = await startWorld({ behaviour });
    failEvery(world, REVERT);
    const run = await world.run({ ...UPDATE, timeout, [policy]: 'revert' });
    expect(run).toMatchObject({ outputs: { status } });
    expect(count(run, REVERT)).toBe(2);
  });
});

describe('on-failure: revert', () => {
  const inputs = { 'on-failure': 'revert' };

  it('leaves a rollout alone whose pods recover within failure-grace', async () => {
    const crash = { status: 'CrashLoopBackOff', forSeconds: 60 };
    const { run } = await update({ crash }, { ...inputs, 'failure-grace': '90s' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.lines.join('\n')).toContain('CrashLoopBackOff');
  });

  it('comes where the cloud calls the rollout failed for longer than failure-grace', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 60 } });
    changeResult(world, DETAIL, () =>
      world.application.isDeploying ? { Status: 'Error', ErrorMessage: 'quota exceeded' } : {},
    );
    const run = await world.run({ ...UPDATE, ...inputs, 'failure-grace': '20s' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    expect(run.annotations[0]?.message).toContain('quota exceeded');
    expect(secondsOf(world, REVERT)[0]).toBeGreaterThanOrEqual(20);
  });

  it('leaves a rollout alone that the cloud calls failed for a moment', async () => {
    const world = await startWorld();
    changeResult(world, DETAIL, () => (world.clock.seconds() < 30 ? { Status: 'Error' } : {}));
    const run = await world.run({ ...UPDATE, ...inputs, 'failure-grace': '40s' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.calls).not.toContain(REVERT);
  });

  it('reverts nothing that somebody reverted already', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 60 } });
    world.clock.at(30, () => world.application.revert());
    const run = await world.run({ ...UPDATE, ...inputs });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(run.calls).not.toContain(REVERT);
  });

  it('leaves another revision alone that has taken its place', async () => {
    const world = await startWorld({ behaviour: { ...CRASH, podStartSeconds: 60 } });
    supersede(world, 40);
    const run = await world.run({ ...UPDATE, ...inputs });
    const outputs = { status: 'failed' };
    expect(run).toMatchObject({ code: 'rollout-superseded', details: [], next: [], outputs });
    expect(run.calls).not.toContain(REVERT);
  });

  it('cannot revert what deploys no more: the version before needs a rollout of its own', async () => {
    const crash = { status: 'CrashLoopBackOff', detailStatus: 'Error' };
    const world = await startWorld({ behaviour: { crash } });
    let hasFailed = false;
    changeResult(world, DETAIL, ({ Status }) => {
      hasFailed ||= Status === 'Error';
      return {};
    });
    changeResult(world, INFO, () =>
      hasFailed ? { UnderDeploying: false, BatchDeployStatus: '' } : {},
    );
    const failed = await world.run(UPDATE);
    const again = await world.run({ operation: 'tem-wait' });
    expect([failed, again].map(({ outputs }) => outputs.status)).toEqual(['failed', 'failed']);
    expect(suggested(again)).toEqual(['tem-rollback']);
  });
});

describe('on-timeout: revert', () => {
  it('leaves another revision alone that takes its place just before the timeout', async () => {
    const world = await startWorld({ behaviour: STUCK });
    supersede(world, 119);
    const run = await world.run({ ...UPDATE, ...ON_TIMEOUT, timeout: '2m' });
    expect(run).toMatchObject({ exitCode: 1, next: [] });
    expect(JSON.stringify(run.details.at(-1))).toContain('policy.not-rolled-back-foreign');
    expect(run.calls).not.toContain(REVERT);
    expect(world.application.isDeploying).toBe(true);
  });

  it('reverts nothing where the revision never showed: it may be another one', async () => {
    const behaviour = { emptyRevision: true, visibleAfterSeconds: 3600 };
    const { run } = await update(behaviour, { ...ON_TIMEOUT, timeout: '2m' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'timed-out' }, seconds: 120 });
    expect(run.calls).not.toContain(REVERT);
  });

  it('ends as reverted where nothing tells the version before', async () => {
    const world = await startWorld({ deployVersion: '', behaviour: STUCK });
    const run = await world.run({ ...UPDATE, ...ON_TIMEOUT });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    expect(run.outputs).not.toHaveProperty('previous-version');
  });
});
