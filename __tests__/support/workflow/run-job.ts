import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { masksIn } from '../process/secrets.ts';
import type { Scope, Value } from './evaluate.ts';
import { evaluateTexts, holds, textAt } from './evaluate.ts';
import { BackgroundSteps } from './background-steps.ts';
import type { JobRun, PostRun, StepRun, Surroundings } from './model.ts';
import type { Token } from './read-workflow.ts';
import { at, itemsOf, wordOf } from './read-workflow.ts';
import { runPostStep } from './run-step.ts';
import type { Ended } from './start-step.ts';
import { createSkipped, startStep, stepsContext } from './start-step.ts';

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
  const base = { name, environment, outputs: {}, steps: [], posts: [] };
  if (environment !== '' && surroundings.approve?.(environment) === false) {
    return { ...base, result: 'failure' };
  }
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'job-')));
  try {
    const { posts, steps } = await runSteps(plan, root, environment);
    const done = { ...scope, contexts: { ...contexts, steps: stepsContext(steps) } };
    const masks = steps.flatMap(({ log }) => masksIn(log));
    const secrets = Object.values(contexts.secrets as Record<string, string>);
    // The runner hands no output on that holds what it keeps secret.
    const outputs = Object.entries(evaluateTexts(at(job, 'outputs'), done)).filter(
      ([, value]) => ![...masks, ...secrets].some((secret) => value.includes(secret)),
    );
    const isRed = [...steps, ...posts].some(({ outcome }) => outcome === 'failure');
    return {
      ...{ ...base, steps, posts, outputs: Object.fromEntries(outputs) },
      result: isRed ? 'failure' : 'success',
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function runSteps(
  plan: JobPlan,
  root: string,
  environment: string,
): Promise<Pick<JobRun, 'steps' | 'posts'>> {
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
  const background = new BackgroundSteps();
  const registered: Ended[] = [];
  const add = (ended: readonly Ended[]): void => {
    for (const each of ended) {
      env = { ...env, ...each.variables };
      steps.push(each.step);
      registered.push(each);
    }
  };
  const tokens = itemsOf(at(job, 'steps')).map((token, index) => {
    return { token, id: wordOf(at(token, 'id')) || `__step${index}` };
  });
  const createCancelled = (wanted: string): Ended => {
    const found = tokens.find(({ id }) => id === wanted);
    if (!found) throw new Error(`No step is ${wanted}.`);
    return createSkipped(found.token, wanted);
  };
  for (const { id, token } of tokens) {
    const inside = scope();
    const [awaited, cancelled] = ['wait', 'cancel'].map((key) =>
      itemsOf(at(token, key)).map(wordOf),
    );
    // These steps run always, also after a failure.
    if (at(token, 'wait-all')) add(await background.wait());
    else if (awaited?.length) add(await background.wait(awaited));
    else if (cancelled?.length) {
      const { time } = surroundings;
      if (!time) throw new Error('Nothing can be cancelled in real time.');
      add(await background.cancel(cancelled, createCancelled, time));
    } else if (holds(at(token, 'if'), inside)) {
      const started = startStep(token, id, inside, { workspace, surroundings, env });
      if (wordOf(at(token, 'background')) === 'true') background.start(id, started);
      else add([await started.ended]);
    } else {
      add([createSkipped(token, id)]);
    }
  }
  // The runner waits for what is left before it ends the job.
  add(await background.wait());
  registered.push(...(await background.abandoned()));
  const posts: PostRun[] = [];
  for (const post of registered.flatMap((ended) => ended.posts).reverse()) {
    const { env: own, inputs } = post.read(scope());
    posts.push(await runPostStep(post, { inputs, env: { ...env, ...own }, surroundings }));
  }
  return { steps, posts };
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
