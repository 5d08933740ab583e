import { afterEach, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '../../../simulator/index.ts';
import {
  changeResult,
  closeWorlds,
  count,
  events,
  secondsOf,
  startWorld,
  suggested,
  UPDATE,
} from '../world.ts';
import { startedAgo } from './started.ts';
import { DETAIL, INFO, RESUME, REVERT } from './tem-actions.ts';
import { failEvery } from './tem-faults.ts';

const BETA = {
  ...UPDATE,
  'deploy-strategy': 'BETA',
  'beta-batch-num': '1',
  'on-waiting': 'resume',
};
const MANUAL = {
  ...UPDATE,
  'deploy-strategy': 'MANUAL',
  'total-batch-count': '3',
  'on-waiting': 'resume',
};
const BY_HAND = { DeployVersion: 'v2.4.0', DeployStrategyType: 'MANUAL', TotalBatchCount: 2 };
const FORBIDDEN = { kind: 'api-error', action: RESUME, code: 'UnauthorizedOperation' } as const;
const BOTH: Behaviour['waitsOn'][] = ['finished-batch', 'next-batch'];

afterEach(closeWorlds);

describe.each(BOTH)('on-waiting: resume, where %s waits', (waitsOn) => {
  it.each([
    { name: 'BETA', inputs: BETA, confirmations: 1 },
    { name: 'MANUAL', inputs: MANUAL, confirmations: 2 },
  ])('$name is confirmed once a batch, and that is logged', async ({ inputs, confirmations }) => {
    const world = await startWorld({ instances: 3, behaviour: { waitsOn } });
    const run = await world.run(inputs);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, RESUME)).toBe(confirmations);
    expect(events(run).filter((line) => line.includes('on-waiting: resume'))).toHaveLength(
      confirmations,
    );
  });

  it.each(['reset-after', 'truncated-json', 'api-error-after'] as const)(
    'an answer that is lost (%s) confirms nothing twice',
    async (kind) => {
      const world = await startWorld({ behaviour: { waitsOn } });
      world.simulator.faults.inject({ kind, action: RESUME });
      const run = await world.run(BETA);
      expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
      expect(count(run, RESUME)).toBe(1);
    },
  );

  it('"false" fails after half a minute where the rollout still waits', async () => {
    const world = await startWorld({ behaviour: { waitsOn, resumeSucceeds: false } });
    const run = await world.run(BETA);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(count(run, RESUME)).toBe(1);
    expect(suggested(run)).toEqual(['tem-resume', 'tem-revert']);
    const waited = run.seconds - (secondsOf(world, RESUME)[0] ?? 0);
    expect(waited).toBeGreaterThanOrEqual(30);
    expect(waited).toBeLessThanOrEqual(33);
  });

  it('"false" is no failure where somebody else was faster', async () => {
    const world = await startWorld({ behaviour: { waitsOn, resumeSucceeds: false } });
    world.beforeCall((action) => {
      if (action === RESUME) world.application.resume();
    });
    const run = await world.run(BETA);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, RESUME)).toBe(1);
  });

  it('an answer that is lost, and reads that fail after it, decide nothing', async () => {
    const world = await startWorld({ behaviour: { waitsOn } });
    world.simulator.faults.inject({ kind: 'reset-after', action: RESUME });
    world.beforeCall((action) => {
      const fault = { kind: 'http-502-html', action: INFO, times: 5 } as const;
      if (action === RESUME) world.simulator.faults.inject(fault);
    });
    const run = await world.run(BETA);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, RESUME)).toBe(1);
  });
});

describe('on-waiting: resume', () => {
  it('that TEM forbids fails with its RequestId, and leaves the rollout as it is', async () => {
    const world = await startWorld();
    world.simulator.faults.inject(FORBIDDEN);
    const run = await world.run(BETA);
    const call = world.simulator.calls.findLast(({ action }) => action === RESUME);
    expect(run.outputs).toMatchObject({ status: 'failed', 'request-id': call?.requestId });
    expect(suggested(run)).toEqual(['tem-revert']);
    expect(world.application.isDeploying).toBe(true);
  });

  it.each([
    ['is forbidden', {}, FORBIDDEN],
    ['is answered "false"', { resumeSucceeds: false }, undefined],
  ] as const)('that %s is reverted by on-failure: revert', async (_, behaviour, fault) => {
    const world = await startWorld({ behaviour });
    if (fault) world.simulator.faults.inject(fault);
    const run = await world.run({ ...BETA, 'on-failure': 'revert' });
    const revert = world.simulator.calls.findLast(({ action }) => action === REVERT);
    const outputs = { status: 'reverted', 'request-id': revert?.requestId };
    expect(run).toMatchObject({ exitCode: 1, outputs });
    expect(count(run, REVERT)).toBe(1);
  });

  it('that fails, and whose revert does not end, is to be reverted again', async () => {
    const world = await startWorld({ behaviour: { resumeSucceeds: false, revertSeconds: 3600 } });
    const run = await world.run({ ...MANUAL, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(suggested(run)).toEqual(['tem-revert']);
  });

  it('that is cancelled while its answer is unclear ends as cancelled', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'http-502-html', action: RESUME });
    world.beforeCall((action) => {
      if (action !== RESUME) return;
      world.clock.at(world.clock.seconds() + 10, () => {
        world.cancel();
      });
    });
    const run = await world.run({ ...BETA, 'on-failure': 'revert' });
    expect(run.outputs.status).toBe('cancelled');
    expect(run.calls).not.toContain(REVERT);
  });

  it('confirms nothing where nothing tells which batch waits', async () => {
    const world = await startWorld();
    const code = 'ResourceNotFound.ServiceRunningVersionNotFound';
    world.simulator.faults.inject({ kind: 'api-error', action: DETAIL, occurrence: 'every', code });
    const run = await world.run(BETA);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'waiting' } });
    expect(run.calls).not.toContain(RESUME);
  });
});

describe('the batch that tem-resume confirms', () => {
  it('is none where the application says for half a minute that one waits, and nothing names it', async () => {
    const world = await startedAgo(5, { neverReady: true });
    changeResult(world, INFO, () => ({ BatchDeployStatus: 'batch_updating_waiting_confirm' }));
    const run = await world.run({ operation: 'tem-resume' });
    expect(run).toMatchObject({ exitCode: 1, seconds: 30, outputs: { status: 'failed' } });
    expect(run).toMatchObject({
      code: 'batch-unknown',
      details: [
        { text: { key: 'policy.batch-unknown-detail' } },
        { text: { key: 'policy.nothing-changed' } },
      ],
    });
    expect(run.calls).not.toContain(RESUME);
    expect(suggested(run)).toEqual(['tem-resume', 'tem-revert']);
  });

  it('is looked for without counting the time in which reads fail', async () => {
    const world = await startedAgo(60, {}, 'BETA');
    const start = world.clock.seconds();
    changeResult(world, DETAIL, () =>
      world.clock.seconds() < start + 55 ? { BetaBatchDetail: null, OtherBatchDetail: null } : {},
    );
    world.clock.at(start + 4, () => {
      failEvery(world, INFO);
    });
    world.clock.at(start + 50, () => {
      world.simulator.faults.clear();
    });
    const run = await world.run({ operation: 'tem-resume' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, RESUME)).toBe(1);
  });

  it('is not known where the timeout comes before any detail', async () => {
    const world = await startedAgo(60, {}, 'BETA');
    changeResult(world, DETAIL, () => ({ BetaBatchDetail: null, OtherBatchDetail: null }));
    const run = await world.run({ operation: 'tem-resume', timeout: '20s' });
    expect(run).toMatchObject({ exitCode: 1, seconds: 20, outputs: { status: 'timed-out' } });
    expect(run.calls).not.toContain(RESUME);
  });

  it('is none of a rollout that took the place of the one it looked at', async () => {
    const world = await startWorld();
    const revisionId = world.application.startRollout(BY_HAND);
    world.clock.manual.advance(60);
    let other = '';
    changeResult(world, DETAIL, () => {
      if (other) return {};
      world.application.revert();
      world.clock.manual.advance(60);
      other = world.application.startRollout({ ...BY_HAND, DeployVersion: 'v9' });
      world.clock.manual.advance(60);
      return { OtherBatchDetail: null };
    });
    const run = await world.run({ operation: 'tem-resume', 'revision-id': revisionId });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(run.annotations[0]?.title).toContain(other);
    expect(count(run, RESUME)).toBe(0);
  });
});
