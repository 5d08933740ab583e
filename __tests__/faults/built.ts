import { runAction } from '../scenarios/run-action.ts';
import type { SharedTime } from '../scenarios/shared-time.ts';
import type { Place } from './place.ts';
import type { Inputs, Ran } from './scenario.ts';

/** The faults that hold an answer back. */
const HOLDING = new Set(['hang', 'slow']);

/** Runs the step of a place through dist/index.js, under the place's own time; after a cancel `post` too. */
export async function runBuilt(place: Place, time: SharedTime): Promise<Ran> {
  const main = await runOnce(place, time);
  if (place.cancelAfter === undefined) return main;
  const post = await runOnce({ ...place, cancelAfter: undefined }, time, main.state);
  return { ...main, text: `${main.text}\n${post.text}`, postExitCode: post.exitCode };
}

async function runOnce(place: Place, time: SharedTime, saved: Inputs = {}): Promise<Ran> {
  const { cancelAfter, env, inputs, secrets, simulator } = place;
  const startedAt = time.now();
  const isHeld = () =>
    [...simulator.calls, ...simulator.cos.requests].some(({ outcome }) => HOLDING.has(outcome));
  const run = await runAction({
    ...{ inputs, env, time, isHeld, secrets, state: saved },
    onStart: (child) => {
      if (cancelAfter !== undefined) time.signalAfter(cancelAfter, child, 'SIGTERM');
    },
  });
  const { commands, exitCode, outputs, state, stderr, stdout, summary } = run;
  const errors = commands.filter(({ name }) => name === 'error').map(({ message }) => message);
  return {
    ...{ exitCode, outputs, state, summary, errors },
    text: `${stdout}\n${stderr}`,
    seconds: (time.now() - startedAt) / 1000,
    caught: [],
  };
}
