import type { Value } from './evaluate.ts';
import { githubContext } from './github.ts';
import { readInputs } from './inputs.ts';
import type { JobRun, Result, Surroundings, WorkflowEvent } from './model.ts';
import { readWorkflow } from './read-workflow.ts';
import { runJobs } from './run-jobs.ts';
import type { Token } from './token.ts';
import { at, entriesOf, itemsOf, wordOf } from './token.ts';

export interface WorkflowRun {
  result: Result;
  /** In the order in which they ended; a matrix has one for each cell. */
  jobs: JobRun[];
  /** The jobs of one name. */
  of(name: string): JobRun[];
  /** The one job of a name. Throws where there is none, or more. */
  job(name: string): JobRun;
}

const TOKEN = 'ghs_tokenOfTheRunEXAMPLE';

/**
 * Runs a workflow as GitHub does, as far as the examples need it: CONTRIBUTING.md says how far.
 * Throws where GitHub would not start it.
 */
export async function runWorkflow(
  path: string,
  event: WorkflowEvent,
  surroundings: Surroundings,
): Promise<WorkflowRun> {
  const workflow = await readWorkflow(path);
  checkTrigger(workflow, event);
  const name = wordOf(at(workflow, 'name')) || path;
  const token = surroundings.github?.token ?? TOKEN;
  const contexts: Record<string, Value> = {
    github: { ...githubContext(event, name), token },
    vars: {},
    secrets: { ...surroundings.secrets, GITHUB_TOKEN: token },
    inputs: readInputs(at(workflow, 'on', event.name, 'inputs'), event.inputs ?? {}),
  };
  const record: JobRun[] = [];
  const running = { path, workflow, prefix: '', contexts, idTokens: true, surroundings, record };
  const ends = Object.values(await runJobs(running));
  const of = (wanted: string) => record.filter((job) => job.name === wanted);
  return {
    result: ends.some(({ result }) => result === 'failure') ? 'failure' : 'success',
    jobs: record,
    of,
    job: (wanted) => {
      const [job, ...more] = of(wanted);
      if (job === undefined || more.length > 0) throw new Error(`No one job is ${wanted}.`);
      return job;
    },
  };
}

function checkTrigger(workflow: Token, { name }: WorkflowEvent): void {
  const on = at(workflow, 'on');
  const events = [...entriesOf(on).map(([key]) => key), ...itemsOf(on).map(wordOf)];
  if (!events.includes(name)) throw new Error(`${name} does not start this workflow.`);
}
