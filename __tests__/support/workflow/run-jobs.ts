import { dirname, join } from 'node:path';
import type { Status, Value } from './evaluate.ts';
import { asText, evaluate, evaluateTexts, holds } from './evaluate.ts';
import { readInputs } from './inputs.ts';
import { matrixCells } from './matrix.ts';
import type { Cell } from './matrix.ts';
import type { JobEnd, JobRun, Result, Surroundings } from './model.ts';
import { mayWrite } from './permissions.ts';
import { runPool } from './pool.ts';
import { readWorkflow } from './read-workflow.ts';
import { runJob } from './run-job.ts';
import type { Token } from './token.ts';
import { at, entriesOf, itemsOf, wordOf } from './token.ts';

/** A workflow that runs: the one that the event started, or one that it calls. */
export interface RunningWorkflow {
  path: string;
  workflow: Token;
  /** `caller / ` in a reusable workflow. */
  prefix: string;
  contexts: Record<string, Value>;
  /** Whether whoever started it lets it ask for ID tokens. */
  idTokens: boolean;
  surroundings: Surroundings;
  /** Every job of the run, in the order in which they ended. */
  record: JobRun[];
}

type Ends = Record<string, JobEnd>;

/** Runs the jobs in the order of their `needs`. Throws where these go round in a circle. */
export async function runJobs(running: RunningWorkflow): Promise<Ends> {
  const waiting = new Map(entriesOf(at(running.workflow, 'jobs')));
  const needs = new Map([...waiting].map(([id, job]) => [id, needsOf(job)]));
  const ends: Ends = {};
  while (waiting.size > 0) {
    const next = [...waiting].find(([id]) => needs.get(id)?.every((each) => each in ends));
    if (next === undefined) throw new Error(`Nothing can start: ${[...waiting.keys()].join()}`);
    const [id, job] = next;
    waiting.delete(id);
    const contexts = { ...running.contexts, needs: pick(ends, needs.get(id) ?? []) };
    const before = ancestorsOf(id, needs).map((each) => ends[each]?.result);
    ends[id] = await runOne(id, job, statusAfter(before), { ...running, contexts });
  }
  return ends;
}

async function runOne(
  id: string,
  job: Token,
  status: Status,
  running: RunningWorkflow,
): Promise<JobEnd> {
  const scope = { contexts: running.contexts, status };
  if (!holds(at(job, 'if'), scope)) {
    running.record.push(notRun(running.prefix + id, {}, 'skipped'));
    return { result: 'skipped', outputs: {} };
  }
  const matrix = at(job, 'strategy', 'matrix');
  const cells = matrix ? matrixCells(evaluate(matrix, scope) as Record<string, Value>) : [{}];
  const failFast = at(job, 'strategy', 'fail-fast');
  const stopsEarly = failFast === undefined || evaluate(failFast, scope) === true;
  const limit = at(job, 'strategy', 'max-parallel');
  const ends: JobEnd[] = [];
  await runPool(cells, limit ? Number(evaluate(limit, scope)) : Infinity, async (cell) => {
    const isStopped = stopsEarly && ends.some(({ result }) => result === 'failure');
    ends.push(await runCell(id, job, cell, isStopped, running));
  });
  const outputs = Object.assign({}, ...ends.map((end) => end.outputs)) as Record<string, string>;
  return { result: together(ends), outputs };
}

async function runCell(
  id: string,
  job: Token,
  matrix: Cell,
  isStopped: boolean,
  running: RunningWorkflow,
): Promise<JobEnd> {
  const name = running.prefix + id;
  if (isStopped) {
    const stopped = notRun(name, matrix, 'cancelled');
    running.record.push(stopped);
    return stopped;
  }
  const contexts = { ...running.contexts, matrix };
  const { workflow, surroundings } = running;
  const idTokens = running.idTokens && mayWrite('id-token', job, workflow);
  if (at(job, 'uses') !== undefined)
    return callWorkflow(name, job, { ...running, contexts, idTokens });
  const permissions = {
    mayAskForIdTokens: idTokens,
    mayWriteDeployments: mayWrite('deployments', job, workflow),
  };
  const plan = { id, name, job, matrix, contexts, surroundings, ...permissions };
  const run = await runJob({ ...plan, workflowEnv: at(workflow, 'env') });
  running.record.push(run);
  return run;
}

/** Runs a reusable workflow of the same repository. */
async function callWorkflow(name: string, job: Token, caller: RunningWorkflow): Promise<JobEnd> {
  const scope = { contexts: caller.contexts, status: statusAfter([]) };
  const path = join(dirname(caller.path), wordOf(at(job, 'uses')).replace(LOCAL, ''));
  const workflow = await readWorkflow(path);
  const given = entriesOf(at(job, 'with')).map(([key, value]) => [key, evaluate(value, scope)]);
  const call = at(workflow, 'on', 'workflow_call');
  const inputs = readInputs(at(call, 'inputs'), Object.fromEntries(given) as Record<string, Value>);
  const secrets = secretsFor(job, caller, at(call, 'secrets'));
  const { github = {}, vars = {} } = caller.contexts;
  const contexts = { github, vars, inputs, secrets };
  const jobs = await runJobs({ ...caller, path, workflow, contexts, prefix: `${name} / ` });
  const inside = {
    contexts: { ...contexts, jobs: jobs as unknown as Value },
    status: scope.status,
  };
  const outputs = entriesOf(at(call, 'outputs')).map(([key, output]) => {
    const value = at(output, 'value');
    return [key, value === undefined ? '' : asText(evaluate(value, inside))];
  });
  return {
    result: together(Object.values(jobs)),
    outputs: Object.fromEntries(outputs) as Record<string, string>,
  };
}

const LOCAL = /^\.\/\.github\/workflows\//;

function secretsFor(
  job: Token,
  caller: RunningWorkflow,
  declared: Token | undefined,
): Record<string, string> {
  const passed = at(job, 'secrets');
  const all = caller.contexts.secrets as Record<string, string>;
  const scope = { contexts: caller.contexts, status: statusAfter([]) };
  const secrets = wordOf(passed) === 'inherit' ? all : evaluateTexts(passed, scope);
  const missing = entriesOf(declared)
    .filter(([name, secret]) => wordOf(at(secret, 'required')) === 'true' && !secrets[name])
    .map(([name]) => name);
  if (missing.length > 0) throw new Error(`Secrets are required: ${missing.join(', ')}`);
  return secrets;
}

function needsOf(job: Token): string[] {
  return itemsOf(at(job, 'needs')).map(wordOf);
}

function ancestorsOf(id: string, needs: ReadonlyMap<string, string[]>): string[] {
  const direct = needs.get(id) ?? [];
  return [...new Set([...direct, ...direct.flatMap((each) => ancestorsOf(each, needs))])];
}

/** success() wants every job before to have succeeded: after a skipped one it is false, too. */
function statusAfter(results: readonly (Result | undefined)[]): Status {
  return {
    success: results.every((result) => result === 'success'),
    failure: results.includes('failure'),
  };
}

function together(ends: readonly JobEnd[]): Result {
  const results = ends.map(({ result }) => result);
  if (results.includes('failure')) return 'failure';
  if (results.includes('cancelled')) return 'cancelled';
  return results.every((result) => result === 'skipped') ? 'skipped' : 'success';
}

function pick(ends: Ends, ids: readonly string[]): Value {
  return Object.fromEntries(
    ids.map((id) => [id, { result: ends[id]?.result ?? '', outputs: ends[id]?.outputs ?? {} }]),
  );
}

function notRun(name: string, matrix: Cell, result: Result): JobRun {
  return { name, matrix, result, outputs: {}, dropped: [], steps: [] };
}
