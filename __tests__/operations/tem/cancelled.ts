import { expect } from '@jest/globals';
import type { Behaviour } from '../../../simulator/index.ts';
import { startWorld, UPDATE } from '../world.ts';
import type { Inputs, Run, TestWorld } from '../world.ts';

/** A rolling update that is to be reverted where the job is cancelled. */
export const STEP = { ...UPDATE, 'on-cancel': 'revert' };

export interface Cancelled {
  readonly world: TestWorld;
  readonly main: Run;
  readonly post: Run;
}

/** Cancels the step after so many seconds, and runs what comes after the job. */
export async function cancelAfter(
  seconds: number,
  behaviour: Partial<Behaviour>,
  inputs: Inputs = STEP,
  prepare: (world: TestWorld) => void = () => undefined,
): Promise<Cancelled> {
  const world = await startWorld({ behaviour: { podStartSeconds: 60, ...behaviour } });
  prepare(world);
  world.clock.at(seconds, () => {
    world.cancel();
  });
  return runBoth(world, inputs);
}

export async function runBoth(world: TestWorld, inputs: Inputs): Promise<Cancelled> {
  const main = await world.run(inputs);
  return { world, main, post: await world.post(inputs, main) };
}

/** The answer to this call comes when the job is cancelled already. */
export function cancelOnAnswer(world: TestWorld, action: string): void {
  world.intercept((called) => {
    if (called === action) world.cancel();
    return undefined;
  });
}

/** The cloud executes this call, and the cancelled job never gets its answer. */
export function cancelAndLoseAnswer(world: TestWorld, action: string): void {
  world.intercept((called) => {
    if (called !== action) return undefined;
    world.cancel();
    throw new Error('cut off');
  });
}

export function expectCancelled(main: Run): void {
  expect(main).toMatchObject({ exitCode: 1, outputs: { status: 'cancelled' } });
}

export function expectReverted({ application }: TestWorld): void {
  expect(application.isDeploying).toBe(false);
  const versions = application.pods().map(({ deployVersion }) => deployVersion);
  expect(versions).toEqual(['v2.3.9', 'v2.3.9']);
}

/** Cancels the job in the nth look that finds the rollout over. */
export function cancelWhenOver(world: TestWorld, look: number): void {
  let looks = 0;
  world.intercept((action) => {
    const isOver = !world.application.isDeploying && world.clock.seconds() > 5;
    if (action === 'DescribeApplicationInfo' && isOver && ++looks === look) world.cancel();
    return undefined;
  });
}
