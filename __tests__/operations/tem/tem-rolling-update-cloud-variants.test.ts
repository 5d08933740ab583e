import { afterEach, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '../../../simulator/index.ts';
import { closeWorlds, count, startWorld, UPDATE } from '../world.ts';

afterEach(closeWorlds);

// unknown: how the cloud tells these; a rollout succeeds whichever way it is.
describe('a rolling update succeeds', () => {
  it.each<[string, Partial<Behaviour>]>([
    ['where EndTime never comes', { endTime: 'never' }],
    ['where EndTime comes', { endTime: 'set' }],
    ['where the words for a batch are new', { words: { running: 'Rolling', finished: 'Done' } }],
    ['where the words for a batch are missing', { words: { running: '', finished: '' } }],
    ['where the rollout takes long to show', { visibleAfterSeconds: 25 }],
    ['where old instances leave first', { oldPodsLeave: 'at-batch-start' }],
    ['where times are in milliseconds', { nextBatchStartTimeUnit: 'ms' }],
  ])('%s', async (_, behaviour) => {
    const world = await startWorld({ behaviour });
    const inputs = { ...UPDATE, 'total-batch-count': '2', 'batch-interval': '60' };
    const run = await world.run(inputs);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(world.application.rollouts).toMatchObject([{ state: 'finished' }]);
    // Two batches of 20 s, the interval between them, and a little more.
    expect(run.seconds).toBeGreaterThan(100);
    expect(run.seconds).toBeLessThan(145);
    expect(count(run, 'RollingUpdateApplicationByVersion')).toBe(1);
  });

  it('not before the instances do, though every batch says Running from the first look on', async () => {
    const words = { running: 'Running', finished: 'Running' };
    const world = await startWorld({ behaviour: { words, podStartSeconds: 300 } });
    const run = await world.run({ ...UPDATE, 'total-batch-count': '2' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.seconds).toBeGreaterThan(600);
  });

  it('and counts instances once though they come on several pages, and some of them twice', async () => {
    const behaviour = { duplicatePods: true, maxPodPage: 3 };
    const world = await startWorld({ instances: 7, behaviour });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.lines.join('\n')).toContain('7/7');
  });
});
