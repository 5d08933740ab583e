import { afterEach, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '../../../simulator/index.ts';
import { annotated, closeWorlds, count, startWorld, UPDATE } from '../world.ts';
import type { TestWorld } from '../world.ts';

const REVERT = 'RevertDeployApplication';
const CRASH: Partial<Behaviour> = { crash: { status: 'CrashLoopBackOff', versions: ['v2.4.0'] } };
const STUCK: Partial<Behaviour> = { neverReady: true };

afterEach(closeWorlds);

/** Runs a rolling update on an application that behaves so, from its start to its end. */
async function update(behaviour: Partial<Behaviour>, inputs: Record<string, string>) {
  const world = await startWorld({ behaviour });
  return { world, run: await world.run({ ...UPDATE, ...inputs }) };
}

function versions({ application }: TestWorld): string[] {
  return application.pods().map(({ deployVersion }) => deployVersion);
}

describe.each([
  {
    policy: 'on-failure',
    behaviour: CRASH,
    status: 'failed',
    headline: '2 new instances fail for longer than failure-grace (2 min)',
    endsWithin: [120, 180],
  },
  {
    policy: 'on-timeout',
    behaviour: STUCK,
    status: 'timed-out',
    headline: 'no verdict within 10 min (timeout)',
    endsWithin: [600, 600],
  },
])('$policy', ({ policy, behaviour, status, headline, endsWithin }) => {
  const [earliest = 0, latest = 0] = endsWithin;
  const timeout = '10m';

  it('keep leaves the rollout as it is, and says how to go on', async () => {
    const { world, run } = await update(behaviour, { timeout });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status, 'previous-version': 'v2.3.9' } });
    expect(run.calls).not.toContain(REVERT);
    expect(world.application.isDeploying).toBe(true);
    expect(run.seconds).toBeGreaterThanOrEqual(earliest);
    expect(run.seconds).toBeLessThanOrEqual(latest);
    expect(run.annotations).toHaveLength(1);
    expect(run.annotations[0]).toMatchObject({ kind: 'error', title: headline });
    expect(annotated(run)).toContain('The rollout was left as it is.');
    expect(annotated(run)).toContain('operation: tem-revert');
  });

  it('revert brings the version before back, and the step is red', async () => {
    const { world, run } = await update(behaviour, { timeout, [policy]: 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    expect(count(run, REVERT)).toBe(1);
    expect(world.application.isDeploying).toBe(false);
    expect(versions(world)).toEqual(['v2.3.9', 'v2.3.9']);
    expect(run.annotations[0]?.title).toMatch(/v2\.3\.9/);
    expect(run.annotations[0]?.title).toContain(headline);
    expect(run.seconds).toBeLessThanOrEqual(latest + 60);
  });

  it('revert that is refused ends by its cause', async () => {
    const refusing = { ...behaviour, revertSucceeds: false };
    const { run } = await update(refusing, { timeout, [policy]: 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status } });
    expect(count(run, REVERT)).toBe(1);
    expect(annotated(run)).toContain(headline);
    expect(annotated(run)).toContain('TEM refused the revert: the rollout is as it was.');
    expect(annotated(run)).toContain('operation: tem-revert');
  });

  it('revert that the cloud answers with an error ends by its cause, and names the error', async () => {
    const world = await startWorld({ behaviour });
    const code = 'UnauthorizedOperation';
    world.simulator.faults.inject({ kind: 'api-error', action: REVERT, code });
    const run = await world.run({ ...UPDATE, timeout, [policy]: 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status } });
    expect(annotated(run)).toContain(
      `The revert failed. TEM refused ${REVERT}: UnauthorizedOperation`,
    );
  });

  it('revert has five minutes beyond the timeout, and then ends by its cause', async () => {
    const slow = { ...behaviour, revertSeconds: 3600 };
    const { run } = await update(slow, { timeout, [policy]: 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status }, seconds: 900 });
    expect(annotated(run)).toContain('The revert was sent and has not finished in time.');
  });

  it('revert is finished where it takes most of the five minutes', async () => {
    const slow = { ...behaviour, revertSeconds: 280 };
    const { run } = await update(slow, { timeout, [policy]: 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
  });

  it('revert whose answer is lost is not sent again where it began', async () => {
    const world = await startWorld({ behaviour });
    world.simulator.faults.inject({ kind: 'reset-after', action: REVERT });
    const run = await world.run({ ...UPDATE, timeout, [policy]: 'revert' });
    expect(run).toMatchObject({ outputs: { status: 'reverted' } });
    expect(count(run, REVERT)).toBe(1);
  });

  it('revert that never arrived is sent once more', async () => {
    const world = await startWorld({ behaviour });
    world.simulator.faults.inject({ kind: 'http-502-html', action: REVERT });
    const run = await world.run({ ...UPDATE, timeout, [policy]: 'revert' });
    expect(run).toMatchObject({ outputs: { status: 'reverted' } });
    expect(count(run, REVERT)).toBe(2);
  });

  it('revert that is never answered clearly ends by its cause', async () => {
    const world = await startWorld({ behaviour });
    const fault = { kind: 'http-502-html', action: REVERT, occurrence: 'every' } as const;
    world.simulator.faults.inject(fault);
    const run = await world.run({ ...UPDATE, timeout, [policy]: 'revert' });
    expect(run).toMatchObject({ outputs: { status } });
    expect(count(run, REVERT)).toBe(2);
  });
});

describe('a rollout that fails', () => {
  it('names its pods, their reasons and their restarts', async () => {
    const { run } = await update(CRASH, {});
    const podIds = run.summary.match(/shop-api-\w{5}/g) ?? [];
    expect(new Set(podIds).size).toBe(2);
    expect(run.annotations[0]?.message.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/^shop-api-\w{5}: CrashLoopBackOff, \d restarts$/),
      expect.stringMatching(/^shop-api-\w{5}: CrashLoopBackOff, \d restarts$/),
    ]);
  });

  it('by the word of the cloud fails at once, with its message', async () => {
    const world = await startWorld();
    world.intercept((action, answer) =>
      action === 'DescribeDeployApplicationDetail' && world.application.isDeploying
        ? {
            ...answer,
            Result: {
              ...(answer.Result as object),
              Status: 'Error',
              ErrorMessage: 'quota exceeded',
            },
          }
        : undefined,
    );
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('the cloud calls the rollout "Error"');
    expect(annotated(run)).toContain('The cloud says:  quota exceeded');
    expect(run.seconds).toBeLessThan(10);
  });

  it('without a message of the cloud says nothing in its place', async () => {
    const crash = { status: 'CrashLoopBackOff', detailStatus: 'Error' };
    const { run } = await update({ crash }, {});
    expect(annotated(run)).toContain('the cloud calls the rollout "Error"');
    expect(annotated(run)).not.toContain('The cloud says');
    expect(annotated(run)).toMatch(/shop-api-\w{5}: CrashLoopBackOff, 1 restart$/m);
  });

  it('is not failed where its pods recover within failure-grace', async () => {
    const crash = { status: 'CrashLoopBackOff', forSeconds: 60 };
    const { run } = await update({ crash }, { 'failure-grace': '90s', 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.lines.join('\n')).toContain('CrashLoopBackOff');
  });

  it('because somebody took it back is not reverted once more', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 60 } });
    world.clock.at(30, () => world.application.revert());
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('somebody took the rollout back');
    expect(run.calls).not.toContain(REVERT);
  });

  it('because another revision has taken its place leaves that one alone', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 60 } });
    world.intercept((action, answer) =>
      action === 'DescribeApplicationInfo' && world.clock.seconds() > 30
        ? { ...answer, Result: { ...(answer.Result as object), VersionId: 'revision-theirs1' } }
        : undefined,
    );
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(annotated(run)).toContain('another revision has taken its place: revision-theirs1');
    expect(run).toMatchObject({ outputs: { status: 'failed' } });
    expect(run.calls).not.toContain(REVERT);
  });
});

describe('a revert without a clear answer', () => {
  it('is looked for patiently: looks that fail or tell nothing decide nothing', async () => {
    const world = await startWorld({ behaviour: { neverReady: true } });
    const { faults } = world.simulator;
    faults.inject({ kind: 'http-502-html', action: REVERT });
    const code = 'ResourceNotFound.ServiceRunningVersionNotFound';
    const detail = 'DescribeDeployApplicationDetail';
    let isSent = false;
    world.beforeCall((action) => {
      if (action !== REVERT || isSent) return;
      isSent = true;
      faults.inject({ kind: 'http-502-html', action: 'DescribeApplicationInfo', times: 5 });
      faults.inject({ kind: 'api-error', action: detail, times: 2, code });
    });
    const run = await world.run({ ...UPDATE, timeout: '1m', 'on-timeout': 'revert' });
    expect(run).toMatchObject({ outputs: { status: 'reverted' } });
    expect(count(run, REVERT)).toBe(2);
  });

  it('that was done by the time of the next look is not sent again', async () => {
    const world = await startWorld({ behaviour: { neverReady: true, revertSeconds: 1 } });
    const { faults } = world.simulator;
    faults.inject({ kind: 'reset-after', action: REVERT });
    world.beforeCall((action) => {
      const fault = { kind: 'http-502-html', action: 'DescribeApplicationInfo', times: 3 } as const;
      if (action === REVERT) faults.inject(fault);
    });
    const run = await world.run({ ...UPDATE, timeout: '1m', 'on-timeout': 'revert' });
    expect(run).toMatchObject({ outputs: { status: 'reverted' } });
    expect(count(run, REVERT)).toBe(1);
  });

  it('of an application without a version before says so', async () => {
    const world = await startWorld({ deployVersion: '', behaviour: { neverReady: true } });
    const run = await world.run({ ...UPDATE, timeout: '1m', 'on-timeout': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    expect(run.annotations[0]?.title).toContain('the version before');
  });
});

describe('on-timeout: revert', () => {
  it('takes nothing back where the revision never showed: it may be another one', async () => {
    const behaviour = { emptyRevision: true, visibleAfterSeconds: 3600 };
    const { run } = await update(behaviour, { timeout: '2m', 'on-timeout': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'timed-out' }, seconds: 120 });
    expect(run.calls).not.toContain(REVERT);
    expect(annotated(run)).toContain('its revision never showed');
  });
});
