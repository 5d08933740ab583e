import type { Identity } from '../read-identity.ts';
import { identityWarnings, readIdentity } from '../read-identity.ts';
import { getEnv, getInputVariable } from '../runner-env.ts';
import { quote } from '../../text/sanitize.ts';
import { closestMatch } from '../../text/format.ts';
import type { Text } from '../../text/message.ts';
import { listTexts, message } from '../../text/message.ts';
import { INPUT_NAMES } from './input-declarations.ts';
import type { InputIssue } from './input-errors.ts';
import { InputsError } from './input-errors.ts';
import { deploymentWarnings, misnamedWarnings, unusedWarnings } from './input-warnings.ts';
import type { UsedInputs } from './operation-inputs.ts';
import { SEPARATELY_READ_INPUTS } from './operation-inputs.ts';
import { findMisnamed, isChanged, missingInput, readValues } from './read-values.ts';

/** An operation as far as its inputs go. `Prepared` is what it makes of their values. */
export interface PreparableOperation<Prepared> extends UsedInputs {
  readonly prepare: (env: NodeJS.ProcessEnv) => Preparation<Prepared>;
}

/** What an operation made of its inputs, or everything that is wrong with them. */
export type Preparation<Prepared> =
  { readonly prepared: Prepared } | { readonly issues: readonly InputIssue[] };

/** What a step asks for. */
export interface StepInputs<Prepared> {
  readonly operation: string;
  readonly prepared: Prepared;
  readonly identity: Identity;
  /** Inputs that have no effect, a line each. */
  readonly warnings: readonly Text[];
}

/** Without a known operation every input is read, and none is required. */
const ALL_INPUTS = INPUT_NAMES.filter((name) => !SEPARATELY_READ_INPUTS.has(name));

/**
 * Reads what the step asks for from the runner's `INPUT_…` variables. `environmentIssues` are what
 * is wrong with other variables that the step depends on.
 * @throws InputsError with everything that is wrong
 */
export function readInputs<Prepared>(
  env: NodeJS.ProcessEnv,
  operations: Readonly<Record<string, PreparableOperation<Prepared>>>,
  environmentIssues: readonly InputIssue[] = [],
): StepInputs<Prepared> {
  const identity = readIdentity(env);
  const choice = chooseOperation(env, Object.keys(operations));
  const chosen = 'name' in choice ? operations[choice.name] : undefined;
  const preparation = chosen?.prepare(env) ?? { issues: readValues(env, [], ALL_INPUTS).issues };
  const issues = [
    ...('issues' in choice ? choice.issues : []),
    ...('issues' in identity ? identity.issues : []),
    ...('issues' in preparation ? preparation.issues : []),
    ...checkDryRunName(env),
    ...environmentIssues,
  ];
  if (!('name' in choice) || 'issues' in identity || 'issues' in preparation || issues.length > 0) {
    throw new InputsError(issues);
  }
  return {
    operation: choice.name,
    prepared: preparation.prepared,
    identity,
    warnings: [
      ...misnamedWarnings(findMisnamed(env)),
      ...identityWarnings(env, identity),
      ...deploymentWarnings(env),
      ...unusedWarnings(env, choice.name, operations),
    ],
  };
}

/** A plan that was asked for under a wrong name would be carried out: that is no warning. */
function checkDryRunName(env: NodeJS.ProcessEnv): InputIssue[] {
  const isMisnamed = findMisnamed(env).has('dry-run') && !isChanged(env, 'dry-run');
  return isMisnamed ? [missingInput(env, 'dry-run')] : [];
}

/** The name of the operation that the step asks for, or what is wrong with how it asks. */
function chooseOperation(
  env: NodeJS.ProcessEnv,
  names: readonly string[],
): { readonly name: string } | { readonly issues: readonly InputIssue[] } {
  const text = getEnv(env, getInputVariable('operation'));
  if (text === undefined) {
    return { issues: [missingInput(env, 'operation', addOperation(names))] };
  }
  if (names.includes(text)) return { name: text };
  const problem = message('input.is', { value: quote(text) });
  return { issues: [{ input: 'operation', problem, fix: useOperation(text, names) }] };
}

/** `add "operation: tem-wait" (or tem-resume or tem-revert)` */
function addOperation([first = '', ...others]: readonly string[]): Text {
  const line = { name: 'operation', example: first };
  return others.length === 0
    ? message('input.add', line)
    : message('input.add-one-of', { ...line, others: listTexts(others, 'or') });
}

/** `use tem-wait (or tem-resume or tem-revert)`; all alike if no name is close to the text. */
function useOperation(text: string, names: readonly string[]): Text {
  const choice = closestMatch(text, names);
  const others = names.filter((name) => name !== choice);
  return choice === undefined || others.length === 0
    ? message('input.use', { choice: listTexts(names, 'or') })
    : message('input.use-one-of', { choice, others: listTexts(others, 'or') });
}
