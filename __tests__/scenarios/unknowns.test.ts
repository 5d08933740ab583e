import { afterEach, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '../../simulator/index.ts';
import { expectOutputs } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = {
  operation: 'tem-rolling-update',
  'deploy-version': 'v2.4.0',
  'deploy-strategy': 'AUTO',
  'total-batch-count': '2',
};

describe('What nobody knows of the cloud', () => {
  it('finds its revision by reading where the answer has an empty one', async () => {
    const world = await openWorld({ behaviour: { emptyRevision: true } });
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    expectOutputs(run, {
      status: 'succeeded',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RollingUpdateApplicationByVersion'),
    });
    expect(world.changes()).toEqual(['RollingUpdateApplicationByVersion → ok']);
  });

  it('finds it with wait: false too', async () => {
    const world = await openWorld({ behaviour: { emptyRevision: true } });
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({
      status: 'started',
      'revision-id': world.application.revisionId,
    });
  });

  it('takes the status Running, from the first read to the last, for no success', async () => {
    const words = { running: 'Running', finished: 'Running' };
    const world = await openWorld({ behaviour: { words, podStartSeconds: 300 } });
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    expect(run.outputs.status).toBe('succeeded');
    expect(run.seconds).toBeGreaterThan(2 * 300);
    expect(world.application.rollouts).toMatchObject([{ state: 'finished' }]);
  });

  it.each<[string, Partial<Behaviour>]>([
    ['EndTime never comes', { endTime: 'never' }],
    ['EndTime comes', { endTime: 'set' }],
    ['the words are new', { words: { running: 'Rolling', finished: 'Done' } }],
    ['the words are missing', { words: { running: '', finished: '' } }],
    ['the rollout takes long to show', { visibleAfterSeconds: 25 }],
    ['old instances leave before the new ones are there', { oldPodsLeave: 'at-batch-start' }],
    ['times are in milliseconds', { nextBatchStartTimeUnit: 'ms' }],
  ])('succeeds where %s', async (_, behaviour) => {
    const world = await openWorld({ behaviour });
    const run = await world.run({ ...UPDATE, 'batch-interval': '60' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({
      status: 'succeeded',
      'revision-id': world.application.revisionId,
    });
    expect(run.seconds).toBeGreaterThan(60 + 2 * 20);
    expect(run.seconds).toBeLessThan(60 + 2 * 20 + 45);
    expect(world.application.rollouts).toMatchObject([{ state: 'finished' }]);
    expect(world.changes()).toEqual(['RollingUpdateApplicationByVersion → ok']);
  });

  it('counts instances once where they come on many pages, and some of them twice', async () => {
    const world = await openWorld({
      application: { instances: 70 },
      behaviour: { duplicatePods: true, maxPodPage: 20 },
    });
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    expect(run.outputs.status).toBe('succeeded');
    expect(run.stdout).toContain('35/35');
    expect(world.application.rollouts).toMatchObject([{ batches: [35, 35], state: 'finished' }]);
  });
});
