import { runAction } from '../support/process/run-action.ts';
import type { SharedTime } from '../support/process/shared-time.ts';
import type { FaultWorld } from './fault-world.ts';
import type { Inputs, Ran } from './scenario.ts';

/** The faults that hold an answer back. */
const HOLDING = new Set(['hang', 'slow']);

/**
 * Real ms after which the clock of a process (see fast-clock.mjs) passes the time of a request that
 * is held back. Fewer than by default: an answer that never comes takes over a thousand steps of
 * time, and the rules allow minutes.
 */
const PATIENCE = { CLOCK_STALLED_AFTER: '60', CLOCK_STILL_STALLED_AFTER: '6' };

/** Runs the step of a world through dist/index.js, under the world's own time, and `post` after a cancel. */
export async function runBundle(world: FaultWorld, time: SharedTime): Promise<Ran> {
  const main = await runOnce(world, time);
  if (world.cancelAfter === undefined) return main;
  const post = await runOnce({ ...world, cancelAfter: undefined }, time, main.state);
  return { ...main, text: `${main.text}\n${post.text}`, postExitCode: post.exitCode };
}

async function runOnce(world: FaultWorld, time: SharedTime, saved?: Inputs): Promise<Ran> {
  const { cancelAfter, env, inputs, secrets, simulator } = world;
  const startedAt = time.now();
  const isHeld = () =>
    [...simulator.calls, ...simulator.cos.requests].some(({ outcome }) => HOLDING.has(outcome));
  const run = await runAction({
    ...{ inputs, env: { ...env, ...PATIENCE }, time, isHeld, secrets },
    ...(saved ? { state: saved } : {}),
    onStart: (child) => {
      if (cancelAfter !== undefined) time.signalAfter(cancelAfter, child, 'SIGTERM');
    },
  });
  const { commands, exitCode, outputs, state, stderr, stdout, summary } = run;
  const messagesOf = (kind: string) =>
    commands.filter(({ name }) => name === kind).map(({ message }) => message);
  return {
    ...{ exitCode, outputs, state, summary },
    errors: messagesOf('error'),
    warnings: messagesOf('warning'),
    text: `${stdout}\n${stderr}`,
    seconds: (time.now() - startedAt) / 1000,
    caught: [],
  };
}
