import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { masksIn } from '../process/secrets.ts';
import type { Scope, Value } from './evaluate.ts';
import { evaluateTexts, holds, textAt } from './evaluate.ts';
import type { JobRun, Step, StepRun, Surroundings } from './model.ts';
import type { Token } from './read-workflow.ts';
import { at, itemsOf, wordOf } from './read-workflow.ts';
import { runStep } from './run-step.ts';
import { getOperation } from '../this-action.ts';

/** One job, or one cell of its matrix, that is to run. */
export interface JobPlan {
  name: string;
  job: Token;
  /** The workflow that the job stands in. */
  workflow: Token;
  contexts: Record<string, Value>;
  surroundings: Surroundings;
}

/** Waits for its environment's approval, runs its steps, and hands on its outputs. */
export async function runJob(plan: JobPlan): Promise<JobRun> {
  const { job, name, contexts, surroundings } = plan;
  const scope = { contexts, success: true, failure: false };
  const environment =
    textAt(job, ['environment', 'name'], scope) || textAt(job, ['environment'], scope);
  const base = { name, environment, outputs: {}, steps: [] };
  if (environment !== '' && surroundings.approve?.(environment) === false) {
    return { ...base, result: 'failure' };
  }
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'job-')));
  try {
    const steps = await runSteps(plan, root, environment);
    const done = { ...scope, contexts: { ...contexts, steps: stepsContext(steps) } };
    const masks = steps.flatMap(({ log }) => masksIn(log));
    const secrets = Object.values(contexts.secrets as Record<string, string>);
    // The runner hands no output on that holds what it keeps secret.
    const outputs = Object.entries(evaluateTexts(at(job, 'outputs'), done)).filter(
      ([, value]) => ![...masks, ...secrets].some((secret) => value.includes(secret)),
    );
    const isRed = steps.some(({ outcome }) => outcome === 'failure');
    return {
      ...{ ...base, steps, outputs: Object.fromEntries(outputs) },
      result: isRed ? 'failure' : 'success',
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function runSteps(plan: JobPlan, root: string, environment: string): Promise<StepRun[]> {
  const { job, workflow, surroundings } = plan;
  const [workspace, temp] = [join(root, 'work'), join(root, '_temp')];
  [workspace, temp].forEach((folder) => {
    mkdirSync(folder);
  });
  const contexts = { ...plan.contexts, runner: { os: 'Linux', arch: 'X64', temp } };
  const steps: StepRun[] = [];
  const event = join(temp, 'event.json');
  const { event: payload } = plan.contexts.github as Record<string, Value>;
  writeFileSync(event, JSON.stringify(payload));
  let env: Record<string, string> = {
    ...jobVariables(plan, environment),
    ...{ GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp, GITHUB_EVENT_PATH: event },
  };
  const scope = (): Scope => {
    const failure = steps.some(({ outcome }) => outcome === 'failure');
    const current = { ...contexts, env, steps: stepsContext(steps) };
    return { contexts: current, success: !failure, failure };
  };
  for (const level of [workflow, job])
    env = { ...env, ...evaluateTexts(at(level, 'env'), scope()) };
  const background = new Map<string, Promise<Ended>>();
  const add = ({ step, variables }: Ended): void => {
    env = { ...env, ...variables };
    steps.push(step);
  };
  const waitFor = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) {
      const ended = background.get(id);
      if (ended === undefined) throw new Error(`No background step is ${id}.`);
      background.delete(id);
      add(await ended);
    }
  };
  for (const [index, token] of itemsOf(at(job, 'steps')).entries()) {
    const inside = scope();
    const id = wordOf(at(token, 'id')) || `__step${index}`;
    const awaited = itemsOf(at(token, 'wait')).map(wordOf);
    if (awaited.length > 0) {
      // Unknown: whether GitHub waits after a failure, too. Here it does.
      await waitFor(awaited);
    } else if (holds(at(token, 'if'), inside)) {
      const started = startStep(token, id, inside, { workspace, surroundings, env });
      if (wordOf(at(token, 'background')) === 'true') background.set(id, started);
      else add(await started);
    } else {
      add({ step: { ...createSkipped(token), id }, variables: {} });
    }
  }
  // The runner waits for what is left before it ends the job.
  await waitFor([...background.keys()]);
  return steps;
}

/** A step that has ended, and the variables that it sets for the others. */
interface Ended {
  readonly step: StepRun;
  readonly variables: Record<string, string>;
}

type Place = Pick<Step, 'workspace' | 'surroundings' | 'env'>;

async function startStep(token: Token, id: string, scope: Scope, place: Place): Promise<Ended> {
  const inputs = evaluateTexts(at(token, 'with'), scope);
  const uses = textAt(token, ['uses'], scope);
  const { succeeded, variables, ...end } = await runStep({
    ...{ ...place, inputs, uses },
    run: textAt(token, ['run'], scope),
    env: { ...place.env, ...evaluateTexts(at(token, 'env'), scope) },
  });
  const operation = getOperation(uses, inputs);
  const outcome = succeeded ? 'success' : 'failure';
  return { step: { id, title: titleOf(token), ...end, operation, inputs, outcome }, variables };
}

function createSkipped(token: Token): Omit<StepRun, 'id'> {
  const nothing = { operation: '', inputs: {}, outputs: {}, log: '', summary: '' };
  return { title: titleOf(token), ...nothing, outcome: 'skipped' };
}

function titleOf(token: Token): string {
  return wordOf(at(token, 'name') ?? at(token, 'uses') ?? at(token, 'run'));
}

/**
 * The variables that the runner sets for every step of a job. ID tokens and Deployments are for a
 * job that has the permission: whoever asks the services from here on is this job.
 */
function jobVariables(plan: JobPlan, environment: string): Record<string, string> {
  const { oidc, github, environment: others } = plan.surroundings;
  const { ref = '', ...run } = plan.contexts.github as Record<string, string>;
  const variables = Object.entries({ ...run, ref })
    .filter(([name, value]) => typeof value === 'string' && name !== 'token')
    .map(([name, value]) => [`GITHUB_${name.toUpperCase()}`, value] as const);
  const end = environment === '' ? `ref:${ref}` : `environment:${environment}`;
  oidc.behaviour.claims = { sub: oidc.subjectOf(end) };
  github.mayComment = mayWrite(plan, 'pull-requests');
  github.refusal = mayWrite(plan, 'deployments')
    ? undefined
    : { status: 403, message: 'Resource not accessible by integration' };
  return {
    ...Object.fromEntries(variables),
    ...others,
    GITHUB_API_URL: github.url,
    ...(mayWrite(plan, 'id-token') ? oidc.environment : {}),
  };
}

/** What a job says of permissions replaces what its workflow says. */
function mayWrite(
  { job, workflow }: JobPlan,
  permission: 'id-token' | 'deployments' | 'pull-requests',
): boolean {
  const permissions = at(job, 'permissions') ?? at(workflow, 'permissions');
  return wordOf(at(permissions, permission)) === 'write';
}

function stepsContext(steps: readonly StepRun[]): Value {
  return Object.fromEntries(
    steps.map(({ id, outputs, outcome }) => [id, { outputs, outcome, conclusion: outcome }]),
  );
}
