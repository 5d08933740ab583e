import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const MANUAL = {
  operation: 'tem-rolling-update',
  'deploy-version': 'v2.4.0',
  'deploy-strategy': 'MANUAL',
  'total-batch-count': '3',
};

describe('MANUAL', () => {
  it('stops after each of three batches but the last, and goes on by tem-resume', async () => {
    const world = await openWorld();
    const runs = [await world.run(MANUAL)];
    runs.push(await world.run({ operation: 'tem-resume' }));
    runs.push(await world.run({ operation: 'tem-resume' }));
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(runs.map(({ outputs }) => outputs.status)).toEqual(['waiting', 'waiting', 'succeeded']);
    expect(new Set(runs.map(({ outputs }) => outputs['revision-id']))).toEqual(
      new Set([world.application.revisionId]),
    );
    expect(new Set(runs.map(({ outputs }) => outputs['previous-version']))).toEqual(
      new Set(['v2.3.9']),
    );
    expect(world.application.rollouts).toMatchObject([
      { strategy: 'MANUAL', batches: [2, 2, 2], state: 'finished' },
    ]);
    expect(world.changes()).toEqual([
      'RollingUpdateApplicationByVersion → ok',
      'ResumeDeployApplication → ok',
      'ResumeDeployApplication → ok',
    ]);
  });

  it('confirms each of three batches but the last with on-waiting: resume', async () => {
    const world = await openWorld();
    const run = await world.run({ ...MANUAL, 'on-waiting': 'resume' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({
      status: 'succeeded',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
    });
    expect(world.application.rollouts).toMatchObject([{ state: 'finished' }]);
    expect(world.changes()).toEqual([
      'RollingUpdateApplicationByVersion → ok',
      'ResumeDeployApplication → ok',
      'ResumeDeployApplication → ok',
    ]);
  });
});
