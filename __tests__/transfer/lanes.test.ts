import { expect, it } from '@jest/globals';
import { createLanes } from '../../src/transfer/lanes.ts';

/** Tasks that end when the test says so. */
function tasks() {
  const ends: (() => void)[] = [];
  const task = () => new Promise<void>((resolve) => void ends.push(resolve));
  const endOne = async () => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  return { task, endOne, running: () => ends.length };
}

it('runs as many at once as there are lanes, fewer once they are halved, and all in the end', async () => {
  const lanes = createLanes(4);
  const { task, endOne, running } = tasks();
  const all = Promise.all(Array.from({ length: 12 }, () => lanes.run(task)));
  await new Promise(setImmediate);
  expect(running()).toBe(4);
  lanes.halve();
  const seen: number[] = [];
  for (let ended = 0; ended < 6; ended += 1) {
    await endOne();
    seen.push(running());
  }
  expect(seen).toEqual([3, 2, 2, 2, 2, 2]);
  lanes.halve();
  lanes.halve();
  expect(lanes.count()).toBe(1);
  for (let ended = 0; ended < 6; ended += 1) await endOne();
  await all;
  expect(running()).toBe(0);
});

it('goes on after a task that fails', async () => {
  const lanes = createLanes(1);
  const failing = lanes.run(() => Promise.reject(new Error('failed')));
  const next = lanes.run(() => Promise.resolve('done'));
  await expect(failing).rejects.toThrow('failed');
  await expect(next).resolves.toBe('done');
});
