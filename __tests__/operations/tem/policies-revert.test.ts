import { afterEach, describe, expect, it } from '@jest/globals';
import { changeResult, closeWorlds, count, startWorld, suggested, UPDATE } from '../world.ts';
import { INFO, RESUME, REVERT, TRIGGER } from './tem-actions.ts';
import { failEvery } from './tem-faults.ts';
import { stagesOf } from '../recorded-texts.ts';

const STUCK = { neverReady: true };
const ON_TIMEOUT = { ...UPDATE, timeout: '1m', 'on-timeout': 'revert' };
const ON_FAILURE = { ...UPDATE, 'on-failure': 'revert' };
const BETA = { 'deploy-strategy': 'BETA', 'beta-batch-num': '1', 'total-batch-count': '1' };
const RESUMED = { ...ON_FAILURE, ...BETA, 'on-waiting': 'resume' };

afterEach(closeWorlds);

/** Matches a detail with this text, whatever else it has. */
const detail = (key: string): object =>
  expect.objectContaining({ text: expect.objectContaining({ key }) });

describe('a revert by a policy', () => {
  it('returns to the version that the details of the rollout itself name', async () => {
    const world = await startWorld({ deployVersion: 'v2.3.10', behaviour: STUCK });
    let isSent = false;
    world.beforeCall((action) => {
      isSent ||= action === TRIGGER;
    });
    // The application is read before it shows what somebody has just deployed.
    changeResult(world, INFO, () => (isSent ? {} : { DeployVersion: 'v2.3.9' }));
    const run = await world.run(ON_TIMEOUT);
    const outputs = { status: 'reverted', 'previous-version': 'v2.3.10' };
    expect(run).toMatchObject({ exitCode: 1, outputs });
    expect(run.headline).toContain('v2.3.10');
  });

  it('ends by its cause where another version takes the place of the previous one', async () => {
    const world = await startWorld({ behaviour: { ...STUCK, revertSeconds: 60 } });
    world.beforeCall((action) => {
      if (action !== REVERT) return;
      world.clock.at(world.clock.seconds() + 61, () => {
        world.application.startRollout({ DeployVersion: 'v9' });
      });
    });
    const run = await world.run(ON_TIMEOUT);
    expect(run).toMatchObject({ code: 'deadline-passed', outputs: { status: 'timed-out' } });
    expect(run.details).toContainEqual(detail('policy.not-rolled-back-replaced'));
    expect(JSON.stringify(run.details)).toContain('v9');
    expect(run.next).toEqual([]);
  });

  it('that TEM refuses gives its request ID if the rolling update in its place fails as well', async () => {
    const world = await startWorld({ behaviour: STUCK });
    world.simulator.faults.inject({ kind: 'api-error', action: REVERT, code: 'FailedOperation' });
    const run = await world.run(ON_TIMEOUT);
    expect(run).toMatchObject({ code: 'deadline-passed', outputs: { status: 'timed-out' } });
    expect(count(run, TRIGGER)).toBe(2);
    expect(run.details).toContainEqual(detail('policy.rollback-failed'));
    const { requestId } = world.simulator.calls.find(({ action }) => action === REVERT) ?? {};
    expect(run.outputs['request-id']).toBe(requestId);
    const [instead] = stagesOf(run, String(requestId));
    expect(instead).toContain('v2.3.9');
  });

  it('that is refused keeps the suggested steps for a batch that did not start', async () => {
    const behaviour = { resumeSucceeds: false, revertSucceeds: false };
    const world = await startWorld({ behaviour });
    const run = await world.run(RESUMED);
    expect(run).toMatchObject({ code: 'batch-not-resumed', outputs: { status: 'failed' } });
    expect(run.details).toContainEqual(detail('policy.rollback-rejected'));
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([1, 2]);
    expect(suggested(run)).toEqual(['tem-resume', 'tem-revert']);
  });

  it('that is refused deploys nothing instead if the package of the previous version is unknown', async () => {
    const behaviour = { ...STUCK, revertSucceeds: false };
    const world = await startWorld({ deployMode: 'JAR', behaviour });
    world.application.startRollout({ DeployVersion: 'v2.4.0', PackageName: 'shop-2.4.0.jar' });
    world.clock.manual.advance(5);
    const wait = { operation: 'tem-wait', timeout: '1m', 'on-timeout': 'revert' };
    const run = await world.run(wait);
    expect(run).toMatchObject({ code: 'deadline-passed', outputs: { status: 'timed-out' } });
    expect(run.details).toContainEqual(detail('policy.rollback-rejected'));
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([1, 0]);
    const { requestId } = world.simulator.calls.find(({ action }) => action === REVERT) ?? {};
    expect(stagesOf(run, String(requestId))).toEqual([]);
  });

  it('that could not be sent keeps the ID of the request that TEM refused before', async () => {
    const world = await startWorld();
    const code = 'UnauthorizedOperation';
    world.simulator.faults.inject({ kind: 'api-error', action: RESUME, code });
    world.beforeCall((action) => {
      if (action === RESUME) failEvery(world, INFO);
    });
    const run = await world.run(RESUMED);
    expect(run).toMatchObject({ code, outputs: { status: 'failed' } });
    expect(run.details).toContainEqual(detail('policy.not-rolled-back-unread'));
    const { requestId } = world.simulator.calls.find(({ action }) => action === RESUME) ?? {};
    expect(run.outputs['request-id']).toBe(requestId);
    expect(run.calls).not.toContain(REVERT);
  });

  it('reports the last error of the reads only once', async () => {
    const world = await startWorld({ behaviour: STUCK });
    world.clock.at(50, () => {
      failEvery(world, INFO);
    });
    const run = await world.run(ON_TIMEOUT);
    const errors = run.details.filter(({ label }) =>
      JSON.stringify(label ?? '').includes('rollout.label-last-error'),
    );
    expect(errors).toHaveLength(1);
    expect(run.details).toContainEqual(detail('policy.not-rolled-back-unread'));
  });
});
