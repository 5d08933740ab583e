import { runAction } from '../../scenarios/run-action.ts';
import type { Step, StepEnd, StepPlace } from './step.ts';

/** How workflows name this action: the examples, the README. */
export const THIS_ACTION = 'OWNER/REPO@v1';

/** Runs dist/index.js; its post run comes after the job. */
export async function runThisAction(step: Step, where: StepPlace): Promise<StepEnd> {
  const { cloud } = where.surroundings;
  const options = {
    inputs: { ...cloud.inputs, ...step.inputs },
    env: { ...where.variables, ...step.env },
    secrets: cloud.secrets,
    ...(cloud.time ? { time: cloud.time } : {}),
    ...(cloud.isHeld ? { isHeld: cloud.isHeld } : {}),
  };
  const main = await runAction(options);
  return {
    succeeded: main.exitCode === 0,
    outputs: main.outputs,
    variables: {},
    masks: main.commands.filter(({ name }) => name === 'add-mask').map(({ message }) => message),
    log: main.stdout + main.stderr,
    summary: main.summary,
    post: async () => (await runAction({ ...options, state: main.state })).exitCode === 0,
  };
}
