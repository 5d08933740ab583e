import type { Scope, Value } from './evaluate.ts';
import { asText, evaluate, evaluateTexts } from './evaluate.ts';
import type { GithubContext } from './github.ts';
import { githubVariables, subjectOf } from './github.ts';
import { createMasks } from './masks.ts';
import type { Masks } from './masks.ts';
import type { Cell } from './matrix.ts';
import type { JobRun, Surroundings } from './model.ts';
import { layOutJob } from './place.ts';
import type { Place } from './place.ts';
import type { StepsEnd } from './run-steps.ts';
import { runSteps } from './run-steps.ts';
import type { Token } from './token.ts';
import { at } from './token.ts';

/** One job, or one cell of its matrix, that is to run. */
export interface JobPlan {
  id: string;
  name: string;
  job: Token;
  matrix: Cell;
  contexts: Record<string, Value>;
  /** `env:` of its workflow. */
  workflowEnv: Token | undefined;
  mayAskForIdTokens: boolean;
  mayWriteDeployments: boolean;
  surroundings: Surroundings;
}

const RUNS: Scope['status'] = { success: true, failure: false };

/** Waits for its environment's approval, runs its steps, and hands on its outputs. */
export async function runJob(plan: JobPlan): Promise<JobRun> {
  const { job, name, matrix, surroundings } = plan;
  const scope = { contexts: plan.contexts, status: RUNS };
  const environment = environmentOf(job, scope);
  const base = { name, matrix, outputs: {}, dropped: [], steps: [] };
  if (environment !== undefined && surroundings.approve?.(environment, name) === false) {
    return { ...base, result: 'failure', environment: { name: environment, url: '' } };
  }
  const place = layOutJob();
  try {
    const masks = createMasks(Object.values(plan.contexts.secrets as Record<string, string>));
    const end = await runIn(place, plan, environment, masks);
    const done = { contexts: end.contexts, status: RUNS };
    const all = Object.entries(evaluateTexts(at(job, 'outputs'), done));
    const url = urlOf(job, done);
    return {
      ...base,
      result: end.succeeded ? 'success' : 'failure',
      outputs: Object.fromEntries(all.filter(([, value]) => !masks.isIn(value))),
      dropped: all.filter(([, value]) => masks.isIn(value)).map(([output]) => output),
      steps: end.steps,
      // The runner drops a URL that holds a masked value, too.
      ...(environment
        ? { environment: { name: environment, url: masks.isIn(url) ? '' : url } }
        : {}),
    };
  } finally {
    place.remove();
  }
}

function runIn(
  place: Place,
  plan: JobPlan,
  environment: string | undefined,
  masks: Masks,
): Promise<StepsEnd> {
  const { job, surroundings } = plan;
  const own: GithubContext = { job: plan.id, workspace: place.workspace };
  const github = { ...(plan.contexts.github as GithubContext), ...own };
  const contexts: Record<string, Value> = {
    ...plan.contexts,
    github,
    runner: { os: 'Linux', arch: 'X64', temp: place.temp },
  };
  const workflowEnv = evaluateTexts(plan.workflowEnv, { contexts, status: RUNS });
  const withEnv = { ...contexts, env: workflowEnv };
  const jobEnv = evaluateTexts(at(job, 'env'), { contexts: withEnv, status: RUNS });
  const variables = {
    ...githubVariables(github),
    RUNNER_TEMP: place.temp,
    ...surroundings.environment,
    ...githubApiVariables(plan),
    ...(plan.mayAskForIdTokens ? idTokenVariables(surroundings, github, environment) : {}),
  };
  const where = { place, surroundings, variables };
  return runSteps(job, { ...contexts, env: { ...workflowEnv, ...jobEnv } }, where, masks);
}

/** Whoever asks now may do what this job may. */
function githubApiVariables({ mayWriteDeployments, surroundings: { github } }: JobPlan) {
  if (github === undefined) return {};
  github.refusal = mayWriteDeployments ? undefined : FORBIDDEN;
  return { GITHUB_API_URL: github.url };
}

const FORBIDDEN = { status: 403, message: 'Resource not accessible by integration' };

/** Whoever asks now gets tokens of this job's subject. */
function idTokenVariables(
  { oidc }: Surroundings,
  github: GithubContext,
  environment: string | undefined,
): Readonly<Record<string, string>> {
  if (oidc === undefined) return {};
  oidc.behaviour.claims = { sub: subjectOf(github, environment) };
  return oidc.environment;
}

function environmentOf(job: Token, scope: Scope): string | undefined {
  const token = at(job, 'environment');
  const name = at(token, 'name') ?? token;
  return name === undefined ? undefined : asText(evaluate(name, scope));
}

function urlOf(job: Token, scope: Scope): string {
  const url = at(job, 'environment', 'url');
  return url === undefined ? '' : asText(evaluate(url, scope));
}
