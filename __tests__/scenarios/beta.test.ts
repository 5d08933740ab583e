import { afterEach, describe, expect, it } from '@jest/globals';
import { annotations, expectOutputs } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const BETA = {
  operation: 'tem-rolling-update',
  'deploy-version': 'v2.4.0',
  'deploy-strategy': 'BETA',
  'beta-batch-num': '1',
  'total-batch-count': '2',
};

describe('BETA', () => {
  it('stops green at the confirmation, and tem-resume in a second process finishes it', async () => {
    const world = await openWorld();
    const first = await world.run(BETA);
    const { revisionId } = world.application;
    expect(first.exitCode).toBe(0);
    expectOutputs(first, {
      status: 'waiting',
      'revision-id': revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RollingUpdateApplicationByVersion'),
    });
    const [notice, ...more] = annotations(first, 'notice');
    expect(more).toEqual([]);
    expect(notice?.properties.title).toContain('waits for confirmation');
    for (const line of ['operation: tem-resume', 'operation: tem-revert', revisionId]) {
      expect(notice?.message).toContain(line);
    }
    expect(world.application.rollouts).toMatchObject([{ batches: [1, 3, 2], state: 'waiting' }]);
    expect(world.changes()).toEqual(['RollingUpdateApplicationByVersion → ok']);

    world.time.pass(3600);
    const second = await world.run({
      operation: 'tem-resume',
      'revision-id': first.outputs['revision-id'] ?? '',
    });
    expect(second.exitCode).toBe(0);
    expectOutputs(second, {
      status: 'succeeded',
      'revision-id': revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('ResumeDeployApplication'),
    });
    expect(world.application).toMatchObject({ deployVersion: 'v2.4.0', isDeploying: false });
    expect(world.changes()).toEqual([
      'RollingUpdateApplicationByVersion → ok',
      'ResumeDeployApplication → ok',
    ]);
  });

  it.each(['finished-batch', 'next-batch'] as const)(
    'confirms by itself with on-waiting: resume, whichever batch carries the wait (%s)',
    async (waitsOn) => {
      const world = await openWorld({ behaviour: { waitsOn } });
      const run = await world.run({ ...BETA, 'on-waiting': 'resume' });
      expect(run.exitCode).toBe(0);
      expectOutputs(run, {
        status: 'succeeded',
        'revision-id': world.application.revisionId,
        'previous-version': 'v2.3.9',
        'request-id': world.requestIdOf('ResumeDeployApplication'),
      });
      expect(world.application.rollouts).toMatchObject([{ state: 'finished' }]);
      expect(world.changes()).toEqual([
        'RollingUpdateApplicationByVersion → ok',
        'ResumeDeployApplication → ok',
      ]);
    },
  );

  it('goes on where somebody else confirmed: tem-resume makes no call that changes anything', async () => {
    const world = await openWorld();
    const first = await world.run(BETA);
    expect(first.outputs.status).toBe('waiting');
    world.application.resume();
    const second = await world.run({ operation: 'tem-resume' });
    expect(second.exitCode).toBe(0);
    expect(second.outputs).toMatchObject({
      status: 'succeeded',
      'revision-id': world.application.revisionId,
    });
    expect(world.changes()).toEqual(['RollingUpdateApplicationByVersion → ok']);
  });

  it('can start the next batch and leave, with wait: false', async () => {
    const world = await openWorld();
    await world.run(BETA);
    const run = await world.run({ operation: 'tem-resume', wait: 'false' });
    expect(run.exitCode).toBe(0);
    expectOutputs(run, {
      status: 'started',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('ResumeDeployApplication'),
    });
    expect(world.application.rollouts).toMatchObject([{ state: 'deploying' }]);
  });

  it('is red where the cloud does not start the next batch', async () => {
    const world = await openWorld({ behaviour: { resumeSucceeds: false } });
    await world.run(BETA);
    const run = await world.run({ operation: 'tem-resume' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({
      status: 'failed',
      'revision-id': world.application.revisionId,
    });
    expect(world.application.rollouts).toMatchObject([{ state: 'waiting' }]);
    expect(world.changes()).toEqual([
      'RollingUpdateApplicationByVersion → ok',
      'ResumeDeployApplication → ok',
    ]);
  });
});
