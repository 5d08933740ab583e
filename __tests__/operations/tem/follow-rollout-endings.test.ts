import { afterEach, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '../../../simulator/index.ts';
import { cancelAfter, cancelWhenOver } from './cancelled.ts';
import { startedAgo } from './started.ts';
import { advice, told } from './told.ts';
import { closeWorlds, startWorld, UPDATE } from '../world.ts';

// What happened, why, and the next thing to do, ready to copy.

const CRASH: Partial<Behaviour> = { crash: { status: 'ImagePullBackOff', versions: ['v2.4.0'] } };
const STUCK: Partial<Behaviour> = { neverReady: true };
const KEPT = 'The rollout was left as it is.';

afterEach(closeWorlds);

const failingPods = (status: string) => expect.stringMatching(`^shop-api-\\w{5}: ${status}$`);

describe('the end of a rollout tells what happened and what to do', () => {
  it('that waits for confirmation', async () => {
    const world = await startedAgo(60, {}, 'BETA');
    const run = await world.run({ operation: 'tem-wait' });
    const id = world.application.revisionId;
    expect(run.annotations).toMatchObject([{ kind: 'notice' }]);
    expect(told(run)).toEqual([
      'shop-api waits for confirmation',
      ...advice.resume(id),
      ...advice.revert(id),
    ]);
  });

  it('that fails', async () => {
    const world = await startWorld({ behaviour: CRASH });
    const run = await world.run(UPDATE);
    expect(told(run)).toEqual([
      '2 new instances fail for longer than failure-grace (2 min)',
      failingPods('ImagePullBackOff'),
      failingPods('ImagePullBackOff'),
      KEPT,
      ...advice.revert(world.application.revisionId),
      'Or let the next run do it by itself: on-failure: revert',
    ]);
  });

  it('that fails on one instance', async () => {
    const world = await startWorld({ instances: 1, behaviour: CRASH });
    const run = await world.run(UPDATE);
    expect(told(run)[0]).toBe('1 new instance fails for longer than failure-grace (2 min)');
  });

  it('that reaches the timeout', async () => {
    const world = await startWorld({ behaviour: STUCK });
    const run = await world.run({ ...UPDATE, timeout: '1m' });
    const id = world.application.revisionId;
    expect(told(run)).toEqual([
      'no verdict within 1 min (timeout)',
      failingPods('ContainerCreating'),
      failingPods('ContainerCreating'),
      KEPT,
      ...advice.wait(id),
      ...advice.revert(id),
    ]);
  });

  it('that reaches the timeout half-way: healthy instances are not blamed', async () => {
    const world = await startWorld({ instances: 4, behaviour: { podStartSeconds: 25 } });
    const batches = { 'deploy-strategy': 'AUTO', 'total-batch-count': '2', 'batch-interval': '1h' };
    const run = await world.run({ ...UPDATE, ...batches, timeout: '1m' });
    const id = world.application.revisionId;
    expect(told(run)).toEqual([
      'no verdict within 1 min (timeout)',
      KEPT,
      ...advice.wait(id),
      ...advice.revert(id),
    ]);
  });

  it('that is cancelled', async () => {
    const { world, main } = await cancelAfter(30, {}, UPDATE);
    const id = world.application.revisionId;
    expect(told(main)).toEqual([
      'the job was cancelled',
      KEPT,
      ...advice.wait(id),
      ...advice.revert(id),
    ]);
  });

  it('that ended in the same moment: what is over comes back by a rollout of its own', async () => {
    const world = await startWorld({ deployMode: 'JAR', pkgName: 'shop-2.3.9.jar' });
    cancelWhenOver(world, 2);
    const run = await world.run({ ...UPDATE, 'package-name': 'shop-2.4.0.jar' });
    expect(run.outputs.status).toBe('cancelled');
    expect(told(run).slice(-6)).toEqual([
      ...advice.rollback('v2.3.9'),
      'package-name: shop-2.3.9.jar',
    ]);
  });
});

describe('a revert by on-timeout tells what became of it', () => {
  const inputs = { ...UPDATE, timeout: '1m', 'on-timeout': 'revert' };
  const CAUSE = ['no verdict within 1 min (timeout)', failingPods('ContainerCreating')];
  CAUSE.push(failingPods('ContainerCreating'));

  it('that is done', async () => {
    const world = await startWorld({ behaviour: STUCK });
    const run = await world.run(inputs);
    const id = run.outputs['revision-id'] ?? '';
    expect(told(run)).toEqual([`back on v2.3.9: ${String(CAUSE[0])}`, ...CAUSE.slice(1)]);
    expect(run.lines).toContain(
      `▸ Revert        ${id} is taken back: no verdict within 1 min (timeout)`,
    );
  });

  it('that is refused', async () => {
    const world = await startWorld({ behaviour: { ...STUCK, revertSucceeds: false } });
    const run = await world.run(inputs);
    const id = world.application.revisionId;
    expect(told(run)).toEqual([
      ...CAUSE,
      'TEM refused the revert: the rollout is as it was.',
      ...advice.wait(id),
      ...advice.revert(id),
    ]);
  });

  it('that does not finish', async () => {
    const world = await startWorld({ behaviour: { ...STUCK, revertSeconds: 3600 } });
    const run = await world.run(inputs);
    expect(told(run)).toEqual([
      ...CAUSE,
      'The revert was sent and has not finished in time.',
      ...advice.revertAgain(run.outputs['revision-id'] ?? ''),
    ]);
  });

  it('by tem-revert itself that does not finish', async () => {
    const world = await startedAgo(10, { revertSeconds: 3600 });
    const id = world.application.revisionId;
    const run = await world.run({ operation: 'tem-revert', timeout: '1m' });
    expect(told(run)).toEqual([
      'the revert did not finish within 1 min',
      'It goes on without this step.',
      ...advice.revertAgain(id),
    ]);
    expect(run.lines).toContain(`▸ Revert        ${id} is taken back`);
  });
});
