import { dirname, join } from 'node:path';
import type { Scope, Value } from './evaluate.ts';
import { evaluate, evaluateTexts, holds } from './evaluate.ts';
import type { JobRun, Result, Surroundings, WorkflowEvent } from './model.ts';
import type { Token } from './read-workflow.ts';
import { at, entriesOf, itemsOf, readWorkflow, wordOf } from './read-workflow.ts';
import { runJob } from './run-job.ts';

export interface WorkflowRun {
  /** In the order in which they ended; a matrix has one for each cell. */
  jobs: JobRun[];
  /** The one job of a name. Throws where there is none, or more. */
  job: (name: string) => JobRun;
}

/** A workflow that runs: the one that the event started, or one that it calls. */
interface Running {
  path: string;
  workflow: Token;
  /** `caller / ` in a reusable workflow. */
  prefix: string;
  contexts: Record<string, Value>;
  surroundings: Surroundings;
  /** Every job of the run, in the order in which they ended. */
  record: JobRun[];
}

type JobEnd = Pick<JobRun, 'result' | 'outputs'>;

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
  const on = at(workflow, 'on');
  const events = [...entriesOf(on).map(([key]) => key), ...itemsOf(on).map(wordOf)];
  if (!events.includes(event.name)) throw new Error(`${event.name} does not start ${path}.`);
  const { token } = surroundings.github;
  const contexts: Record<string, Value> = {
    github: { ...githubContext(event, wordOf(at(workflow, 'name'))), token },
    secrets: { ...surroundings.secrets, GITHUB_TOKEN: token },
    inputs: inputsOf(at(on, event.name, 'inputs'), event.inputs ?? {}),
  };
  const record: JobRun[] = [];
  await runJobs({ path, workflow, prefix: '', contexts, surroundings, record });
  return {
    jobs: record,
    job: (wanted) => {
      const [job, ...more] = record.filter(({ name }) => name === wanted);
      if (job === undefined || more.length > 0) throw new Error(`No one job is ${wanted}.`);
      return job;
    },
  };
}

const REPOSITORY = 'octo-org/shop';
/** The commit that the branch of a pull request ends with; GITHUB_SHA is a merge commit. */
export const HEAD_SHA = '0f1e2d3c4b5a69788796a5b4c3d2e1f001234567';

/** The context `github`, as far as it is the same for all jobs. */
function githubContext(event: WorkflowEvent, workflow: string) {
  const isPull = event.name === 'pull_request';
  const { name, ref = isPull ? 'refs/pull/12/merge' : 'refs/heads/main', inputs = {} } = event;
  const head = { ref: 'cart', sha: HEAD_SHA, repo: { full_name: event.fork ?? REPOSITORY } };
  const pull = isPull ? { number: 12, pull_request: { number: 12, head } } : {};
  return {
    ...{ event: { ref, inputs, ...pull }, event_name: name, ref, workflow },
    ...(isPull ? { head_ref: head.ref } : {}),
    ref_name: ref.replace(/^refs\/(heads|tags)\//, ''),
    ...{ repository: REPOSITORY, server_url: 'https://github.com' },
    ...{ run_attempt: '1', run_id: '77', run_number: '7' },
    sha: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678',
  };
}

/** The context `inputs`: what is given, else the default. Throws where a required one is missing. */
function inputsOf(
  definitions: Token | undefined,
  given: Record<string, Value>,
): Record<string, Value> {
  const inputs = entriesOf(definitions).map(([name, definition]) => {
    const standard = at(definition, 'default');
    const absent = wordOf(at(definition, 'type')) === 'boolean' ? false : '';
    const value = given[name] ?? (standard ? evaluate(standard, NOTHING) : undefined);
    if (value === undefined && wordOf(at(definition, 'required')) === 'true') {
      throw new Error(`Required input '${name}' not provided`);
    }
    return [name, value ?? absent];
  });
  return Object.fromEntries(inputs) as Record<string, Value>;
}

const NOTHING: Scope = { contexts: {}, success: true, failure: false };

/** Runs the jobs in the order of their `needs`. Throws where these go round in a circle. */
async function runJobs(running: Running): Promise<JobEnd[]> {
  const waiting = new Map(entriesOf(at(running.workflow, 'jobs')));
  const ends: Record<string, JobEnd> = {};
  const needs = new Map(
    [...waiting].map(([id, job]) => [id, itemsOf(at(job, 'needs')).map(wordOf)]),
  );
  const ancestors = (id: string): string[] =>
    (needs.get(id) ?? []).flatMap((each) => [each, ...ancestors(each)]);
  while (waiting.size > 0) {
    const next = [...waiting].find(([id]) => needs.get(id)?.every((each) => each in ends));
    if (next === undefined) throw new Error(`Nothing can start: ${[...waiting.keys()].join()}`);
    const [id, job] = next;
    waiting.delete(id);
    const direct = (needs.get(id) ?? []).map((each) => [each, ends[each]] as const);
    const before = ancestors(id).map((each) => ends[each]?.result);
    ends[id] = await runCells(
      id,
      job,
      {
        contexts: { ...running.contexts, needs: Object.fromEntries(direct) as unknown as Value },
        success: before.every((result) => result === 'success'),
        failure: before.includes('failure'),
      },
      running,
    );
  }
  return Object.values(ends);
}

/** Runs a job once for each cell of its matrix, one after another. */
async function runCells(id: string, job: Token, scope: Scope, running: Running): Promise<JobEnd> {
  const name = running.prefix + id;
  const notRun = (result: Result): JobEnd => {
    running.record.push({ name, result, environment: '', outputs: {}, steps: [], posts: [] });
    return { result, outputs: {} };
  };
  if (!holds(at(job, 'if'), scope)) return notRun('skipped');
  const matrix = at(job, 'strategy', 'matrix');
  const cells = matrix ? cellsOf(evaluate(matrix, scope) as Record<string, Value[]>) : [{}];
  const failsFast = wordOf(at(job, 'strategy', 'fail-fast')) !== 'false';
  const ends: JobEnd[] = [];
  for (const cell of cells) {
    const contexts = { ...scope.contexts, matrix: cell };
    const isStopped = failsFast && ends.some(({ result }) => result === 'failure');
    ends.push(isStopped ? notRun('cancelled') : await runCell(name, job, contexts, running));
  }
  return together(ends);
}

/** One list makes a cell of each of its items; `include` alone gives the cells as they are. */
function cellsOf({ include, ...lists }: Record<string, Value[]>): Record<string, Value>[] {
  const [list, ...more] = Object.entries(lists);
  if (list === undefined) return include as Record<string, Value>[];
  if (include !== undefined || more.length > 0) throw new Error('No example has such a matrix.');
  return list[1].map((value) => ({ [list[0]]: value }));
}

async function runCell(
  name: string,
  job: Token,
  contexts: Record<string, Value>,
  running: Running,
): Promise<JobEnd> {
  if (at(job, 'uses') !== undefined) return callWorkflow(name, job, contexts, running);
  const { workflow, surroundings } = running;
  const run = await runJob({ name, job, workflow, contexts, surroundings });
  running.record.push(run);
  return run;
}

/** Runs a reusable workflow of the same repository; no example uses the outputs of one. */
async function callWorkflow(
  name: string,
  job: Token,
  contexts: Record<string, Value>,
  caller: Running,
): Promise<JobEnd> {
  const scope = { ...NOTHING, contexts };
  const file = wordOf(at(job, 'uses')).replace('./.github/workflows/', '');
  const path = join(dirname(caller.path), file);
  const workflow = await readWorkflow(path);
  const given = at(job, 'with');
  const values = given ? (evaluate(given, scope) as Record<string, Value>) : {};
  const secrets = at(job, 'secrets');
  const inside = {
    github: contexts.github ?? {},
    inputs: inputsOf(at(workflow, 'on', 'workflow_call', 'inputs'), values),
    secrets:
      wordOf(secrets) === 'inherit' ? (contexts.secrets ?? {}) : evaluateTexts(secrets, scope),
  };
  const called = { ...caller, path, workflow, contexts: inside, prefix: `${name} / ` };
  return together(await runJobs(called));
}

function together(ends: readonly JobEnd[]): JobEnd {
  const results = ends.map(({ result }) => result);
  const worst = (['failure', 'cancelled', 'success'] as const).find((each) =>
    results.includes(each),
  );
  const outputs = Object.assign({}, ...ends.map((end) => end.outputs)) as Record<string, string>;
  return { result: worst ?? 'skipped', outputs };
}
