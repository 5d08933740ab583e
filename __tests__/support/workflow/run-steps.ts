import { runThisAction, THIS_ACTION } from './action-step.ts';
import { runBash } from './bash-step.ts';
import type { Scope, Status, Value } from './evaluate.ts';
import { asText, evaluate, evaluateTexts, holds } from './evaluate.ts';
import type { Masks } from './masks.ts';
import type { StepRun } from './model.ts';
import { runStandIn } from './stand-ins.ts';
import type { Step, StepEnd, StepPlace } from './step.ts';
import type { Token } from './token.ts';
import { at, itemsOf, wordOf } from './token.ts';

/** The steps of a job that ran or were skipped, and what the job can tell of them. */
export interface StepsEnd {
  steps: StepRun[];
  contexts: Record<string, Value>;
  succeeded: boolean;
}

/** Runs the steps of a job one after another, then the post runs, the last step's first. */
export async function runSteps(
  job: Token,
  contexts: Record<string, Value>,
  where: StepPlace,
  masks: Masks,
): Promise<StepsEnd> {
  const steps: StepRun[] = [];
  const posts: (() => Promise<boolean>)[] = [];
  let env = contexts.env as Record<string, string>;
  let succeeded = true;
  const current = () => ({ ...contexts, env, steps: stepsContext(steps) });
  for (const [index, token] of itemsOf(at(job, 'steps')).entries()) {
    const scope: Scope = { contexts: current(), status: statusOf(succeeded) };
    const id = textAt(token, 'id', scope) || `__step${index}`;
    if (!holds(at(token, 'if'), scope)) {
      steps.push({ ...SKIPPED, id, title: titleOf(token) });
      continue;
    }
    const step = prepare(token, scope);
    const end = await runStep(step, where);
    end.masks.forEach((mask) => {
      masks.add(mask);
    });
    if (end.post) posts.unshift(end.post);
    env = { ...env, ...end.variables };
    const isForgiven: boolean = textAt(token, 'continue-on-error', scope) === 'true';
    succeeded &&= end.succeeded || isForgiven;
    steps.push(recorded(id, titleOf(token), step, end, isForgiven));
  }
  for (const post of posts) succeeded = (await post()) && succeeded;
  return { steps, contexts: current(), succeeded };
}

const SKIPPED: Omit<StepRun, 'id' | 'title'> = {
  outcome: 'skipped',
  conclusion: 'skipped',
  inputs: {},
  outputs: {},
  log: '',
  summary: '',
};

function statusOf(succeeded: boolean): Status {
  return { success: succeeded, failure: !succeeded };
}

function prepare(token: Token, scope: Scope): Step {
  const own = evaluateTexts(at(token, 'env'), scope);
  const env = { ...(scope.contexts.env as Record<string, string>), ...own };
  const inside = { ...scope, contexts: { ...scope.contexts, env } };
  return {
    uses: textAt(token, 'uses', inside),
    run: textAt(token, 'run', inside),
    shell: textAt(token, 'shell', inside),
    workingDirectory: textAt(token, 'working-directory', inside),
    inputs: evaluateTexts(at(token, 'with'), inside),
    env,
  };
}

async function runStep(step: Step, where: StepPlace): Promise<StepEnd> {
  if (step.uses === THIS_ACTION) return runThisAction(step, where);
  return step.uses === '' ? runBash(step, where) : runStandIn(step, where);
}

function recorded(
  id: string,
  title: string,
  { inputs }: Step,
  { succeeded, outputs, log, summary }: StepEnd,
  isForgiven: boolean,
): StepRun {
  const outcome = succeeded ? 'success' : 'failure';
  const conclusion = isForgiven ? 'success' : outcome;
  return { id, title, outcome, conclusion, inputs, outputs, log, summary };
}

function stepsContext(steps: readonly StepRun[]): Value {
  return Object.fromEntries(
    steps.map(({ id, outputs, outcome, conclusion }) => [id, { outputs, outcome, conclusion }]),
  );
}

function textAt(token: Token, key: string, scope: Scope): string {
  const value = at(token, key);
  return value === undefined ? '' : asText(evaluate(value, scope));
}

function titleOf(token: Token): string {
  const title = at(token, 'name') ?? at(token, 'uses') ?? at(token, 'run');
  return wordOf(title).split('\n')[0] ?? '';
}
