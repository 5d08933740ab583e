import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { cancelSignals } from '../process/runner-cancel.ts';
import { getFolder, getOperation } from '../this-action.ts';
import type { Scope, Value } from './evaluate.ts';
import { evaluateTexts, holds, textAt } from './evaluate.ts';
import type { PostStep, Step, StepRun } from './model.ts';
import { readComposite } from './read-composite.ts';
import type { Token } from './read-workflow.ts';
import { at, wordOf } from './read-workflow.ts';
import { runStep } from './run-step.ts';

/** A step that has ended, what it sets for the others, and what runs for it after the job. */
export interface Ended {
  readonly step: StepRun;
  readonly variables: Record<string, string>;
  readonly posts: readonly PostStep[];
}

/** A step that runs. */
export interface StartedStep {
  readonly ended: Promise<Ended>;
  /** Sends the signals of the runner's cancel. */
  readonly cancel: () => void;
}

export type Place = Pick<Step, 'workspace' | 'surroundings' | 'env'>;

/** The contexts of the composite action in which the steps of `post` are evaluated. */
interface Frame {
  readonly inputs: Record<string, string>;
  readonly steps: () => Value;
}

/** Starts a step of a job; with `outermost`, a step inside a composite action. */
export function startStep(
  token: Token,
  id: string,
  scope: Scope,
  place: Place,
  outermost?: Frame,
): StartedStep {
  const uses = textAt(token, ['uses'], scope);
  if (uses.startsWith('./')) {
    const ended = runComposite(token, id, scope, place, outermost);
    return { ended, cancel: () => refuseCancel(uses) };
  }
  const children: ChildProcess[] = [];
  const { time } = place.surroundings;
  return {
    ended: runPlainStep(token, id, scope, place, outermost, (child) => children.push(child)),
    cancel: () => {
      const isProcess = getFolder(uses) !== undefined && children.length > 0;
      if (!time || !isProcess) refuseCancel(titleOf(token));
      for (const child of children) {
        for (const { after, signal } of cancelSignals(0)) time.signalAfter(after, child, signal);
      }
    },
  };
}

/** What is left of a step that did not run. */
export function createSkipped(token: Token, id: string): Ended {
  const nothing = { operation: '', inputs: {}, outputs: {}, log: '', summary: '' };
  const step = { id, title: titleOf(token), ...nothing, outcome: 'skipped' } as const;
  return { step, variables: {}, posts: [] };
}

/** The context `steps`. */
export function stepsContext(steps: readonly StepRun[]): Value {
  return Object.fromEntries(
    steps.map(({ id, outputs, outcome }) => [id, { outputs, outcome, conclusion: outcome }]),
  );
}

async function runPlainStep(
  token: Token,
  id: string,
  scope: Scope,
  place: Place,
  outermost: Frame | undefined,
  onStart: (child: ChildProcess) => void,
): Promise<Ended> {
  const inputs = evaluateTexts(at(token, 'with'), scope);
  const uses = textAt(token, ['uses'], scope);
  const { state, succeeded, variables, ...end } = await runStep({
    ...{ ...place, inputs, uses, onStart },
    run: textAt(token, ['run'], scope),
    env: { ...place.env, ...evaluateTexts(at(token, 'env'), scope) },
  });
  const outcome = succeeded ? 'success' : 'failure';
  const title = titleOf(token);
  const step = {
    id,
    title,
    ...end,
    operation: getOperation(uses, inputs),
    inputs,
    outcome,
  } as const;
  const folder = getFolder(uses);
  if (folder === undefined) return { step, variables, posts: [] };
  const read: PostStep['read'] = (atEnd) => {
    const seen = outermost
      ? { inputs: outermost.inputs, steps: outermost.steps() }
      : atEnd.contexts;
    const contexts = { ...atEnd.contexts, ...seen };
    const [values, env] = ['with', 'env'].map((key) =>
      evaluateTexts(at(token, key), { ...atEnd, contexts }),
    );
    return { inputs: values ?? {}, env: env ?? {} };
  };
  return { step, variables, posts: [{ title, folder, state, read }] };
}

/**
 * Runs the steps of a composite action. For `post`, the runner evaluates what all of them are given
 * with the contexts of the outermost action, also in nested ones (actions/runner#2030): it lists
 * them under the ID of the step of the job.
 */
async function runComposite(
  token: Token,
  id: string,
  scope: Scope,
  place: Place,
  outermost: Frame | undefined,
): Promise<Ended> {
  const folder = join(place.workspace, textAt(token, ['uses'], scope));
  const composite = await readComposite(folder);
  const inputs = { ...composite.defaults, ...evaluateTexts(at(token, 'with'), scope) };
  const env = { ...place.env, ...evaluateTexts(at(token, 'env'), scope) };
  const ended: Ended[] = [];
  const steps = () => ended.map(({ step }) => step);
  const frame = outermost ?? { inputs, steps: () => stepsContext(steps()) };
  const variables = () => Object.assign({}, ...ended.map((each) => each.variables)) as typeof env;
  const inside = (): Scope => {
    const { github = {}, matrix = {}, runner = {} } = scope.contexts;
    const own = { inputs, env: { ...env, ...variables() }, steps: stepsContext(steps()) };
    const failure = steps().some(({ outcome }) => outcome === 'failure');
    return { contexts: { github, matrix, runner, ...own }, success: !failure, failure };
  };
  for (const [index, inner] of composite.steps.entries()) {
    const innerId = wordOf(at(inner, 'id')) || `__step${index}`;
    const innerPlace = { ...place, env: { ...env, ...variables() } };
    ended.push(
      holds(at(inner, 'if'), inside())
        ? await startStep(inner, innerId, inside(), innerPlace, frame).ended
        : createSkipped(inner, innerId),
    );
  }
  const [log, summary] = (['log', 'summary'] as const).map((name) =>
    steps()
      .map((step) => step[name])
      .join(''),
  );
  const outcome = inside().failure ? 'failure' : 'success';
  const outputs = evaluateTexts(composite.outputs, inside());
  const end = { operation: '', inputs, outputs, log: log ?? '', summary: summary ?? '' };
  return {
    step: { id, title: titleOf(token), ...end, outcome },
    variables: variables(),
    posts: ended.flatMap(({ posts }) => posts),
  };
}

function titleOf(token: Token): string {
  return wordOf(at(token, 'name') ?? at(token, 'uses') ?? at(token, 'run'));
}

function refuseCancel(title: string): never {
  throw new Error(`Only steps of this action can be cancelled here, not ${title}.`);
}
