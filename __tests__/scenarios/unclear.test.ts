import { afterEach, describe, expect, it } from '@jest/globals';
import type { FaultKind } from '../../simulator/index.ts';
import { errorOf, expectOutputs } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const TRIGGER = 'RollingUpdateApplicationByVersion';
const UPDATE = {
  operation: 'tem-rolling-update',
  'deploy-version': 'v2.4.0',
  'deploy-strategy': 'AUTO',
  'total-batch-count': '2',
};
const BETA = { DeployStrategyType: 'BETA', BetaBatchNum: 1, TotalBatchCount: 2 };

/** The cloud does what it is asked, and its answer is lost. */
const DONE: FaultKind[] = [
  'reset-after',
  'api-error-after',
  'truncated-json',
  'wrong-json',
  'empty-body',
];
/** The cloud does nothing, and the caller cannot know. */
const NOT_DONE: FaultKind[] = ['reset-before', 'hang', 'http-500', 'http-502-html', 'api-error'];

describe('A lost answer to the trigger', () => {
  it.each(DONE)('makes no second rollout: one exists, and succeeds (%s)', async (kind) => {
    const world = await openWorld();
    world.simulator.faults.inject({ kind, action: TRIGGER });
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    const { 'request-id': requestId, ...outputs } = run.outputs;
    expect(outputs).toMatchObject({
      status: 'succeeded',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
    });
    // Its RequestId is lost as well.
    expect([undefined, world.requestIdOf(TRIGGER)]).toContain(requestId);
    expect(world.application.rollouts).toMatchObject([{ state: 'finished' }]);
    expect(world.changes()).toEqual([`${TRIGGER} → ${kind}`]);
  });

  it.each(NOT_DONE)(
    'is red where nothing was started, and nothing is sent twice (%s)',
    async (kind) => {
      const world = await openWorld();
      world.simulator.faults.inject({ kind, action: TRIGGER });
      const run = await world.run(UPDATE);
      expect(run.exitCode).toBe(1);
      expect(run.outputs).toMatchObject({ status: 'failed', 'previous-version': 'v2.3.9' });
      expect(errorOf(run)).toContain('not known whether the rolling update was started');
      expect(world.application.rollouts).toEqual([]);
      expect(world.changes()).toEqual([`${TRIGGER} → ${kind}`]);
    },
  );

  it.each(['rate-limit'] as const)(
    'is sent again where it surely was not done (%s)',
    async (kind) => {
      const world = await openWorld();
      world.simulator.faults.inject({ kind, action: TRIGGER, times: 3 });
      const run = await world.run(UPDATE);
      expect(run.exitCode).toBe(0);
      expectOutputs(run, {
        status: 'succeeded',
        'revision-id': world.application.revisionId,
        'previous-version': 'v2.3.9',
        'request-id': world.requestIdOf(TRIGGER),
      });
      expect(world.application.rollouts).toHaveLength(1);
      expect(world.changes()).toEqual([
        ...Array.from({ length: 3 }, () => `${TRIGGER} → ${kind}`),
        `${TRIGGER} → ok`,
      ]);
    },
  );
});

describe('A lost answer to the confirmation', () => {
  it.each(DONE)('is not sent again: the rollout went on (%s)', async (kind) => {
    const world = await openWorld();
    world.application.startRollout({ DeployVersion: 'v2.4.0', ...BETA });
    world.time.pass(60);
    world.simulator.faults.inject({ kind, action: 'ResumeDeployApplication' });
    const run = await world.run({ operation: 'tem-resume' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs.status).toBe('succeeded');
    expect(world.changes()).toEqual([`ResumeDeployApplication → ${kind}`]);
  });

  it.each(NOT_DONE)('is red where the rollout did not go on (%s)', async (kind) => {
    const world = await openWorld();
    world.application.startRollout({ DeployVersion: 'v2.4.0', ...BETA });
    world.time.pass(60);
    world.simulator.faults.inject({ kind, action: 'ResumeDeployApplication' });
    const run = await world.run({ operation: 'tem-resume' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    expect(errorOf(run)).toContain('still waits for confirmation');
    expect(world.application.rollouts).toMatchObject([{ state: 'waiting' }]);
    expect(world.changes()).toEqual([`ResumeDeployApplication → ${kind}`]);
  });
});

describe('A lost answer to the revert', () => {
  it.each(DONE)('is not sent again: the old version serves (%s)', async (kind) => {
    const world = await openWorld();
    world.application.startRollout({ DeployVersion: 'v2.4.0', ...BETA });
    world.time.pass(60);
    world.simulator.faults.inject({ kind, action: 'RevertDeployApplication' });
    const run = await world.run({ operation: 'tem-revert' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs.status).toBe('reverted');
    expect(world.application.rollouts).toMatchObject([{ state: 'reverted' }]);
    expect(world.changes()).toEqual([`RevertDeployApplication → ${kind}`]);
  });
});
