import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { masksIn } from '../process/secrets.ts';
import type { Scope, Value } from './evaluate.ts';
import { evaluateTexts, holds, textAt } from './evaluate.ts';
import type { JobRun, StepRun, Surroundings } from './model.ts';
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
  let env = { ...jobVariables(plan, environment), GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp };
  const scope = (): Scope => {
    const failure = steps.some(({ outcome }) => outcome === 'failure');
    const current = { ...contexts, env, steps: stepsContext(steps) };
    return { contexts: current, success: !failure, failure };
  };
  for (const level of [workflow, job])
    env = { ...env, ...evaluateTexts(at(level, 'env'), scope()) };
  for (const token of itemsOf(at(job, 'steps'))) {
    const title = wordOf(at(token, 'name') ?? at(token, 'uses') ?? at(token, 'run'));
    const base = { id: wordOf(at(token, 'id')) || `__step${steps.length}`, title };
    const inside = scope();
    if (!holds(at(token, 'if'), inside)) {
      const nothing = { operation: '', inputs: {}, outputs: {}, log: '', summary: '' };
      steps.push({ ...base, ...nothing, outcome: 'skipped' });
      continue;
    }
    const inputs = evaluateTexts(at(token, 'with'), inside);
    const uses = textAt(token, ['uses'], inside);
    const operation = getOperation(uses, inputs);
    const { succeeded, variables, ...end } = await runStep({
      ...{ workspace, surroundings, inputs, uses },
      run: textAt(token, ['run'], inside),
      env: { ...env, ...evaluateTexts(at(token, 'env'), inside) },
    });
    env = { ...env, ...variables };
    const outcome = succeeded ? 'success' : 'failure';
    steps.push({ ...base, ...end, operation, inputs, outcome });
  }
  return steps;
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
function mayWrite({ job, workflow }: JobPlan, permission: 'id-token' | 'deployments'): boolean {
  const permissions = at(job, 'permissions') ?? at(workflow, 'permissions');
  return wordOf(at(permissions, permission)) === 'write';
}

function stepsContext(steps: readonly StepRun[]): Value {
  return Object.fromEntries(
    steps.map(({ id, outputs, outcome }) => [id, { outputs, outcome, conclusion: outcome }]),
  );
}
