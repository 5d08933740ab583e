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

/**
 * The part of an operation that concerns inputs. `Prepared` is the type that it makes of their
 * values.
 */
export interface PreparableOperation<Prepared> extends UsedInputs {
  readonly prepare: (env: NodeJS.ProcessEnv) => Preparation<Prepared>;
}

/** The prepared operation, or all issues with its inputs. */
export type Preparation<Prepared> =
  { readonly prepared: Prepared } | { readonly issues: readonly InputIssue[] };

/** What the step requests. */
export interface StepInputs<Prepared> {
  readonly operation: string;
  readonly prepared: Prepared;
  readonly identity: Identity;
  /** One line for each input that has no effect. */
  readonly warnings: readonly Text[];
}

/** If the operation is unknown, every input is checked but none is required. */
const ALL_INPUTS = INPUT_NAMES.filter((name) => !SEPARATELY_READ_INPUTS.has(name));

/**
 * Reads the step's inputs from the runner's `INPUT_…` variables. `environmentIssues` are problems
 * with other variables that the step depends on.
 * @throws InputsError with all issues
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

/**
 * Reports a misspelled `dry-run` as an error. With only a warning, the step would deploy although a
 * dry run was requested.
 */
function checkDryRunName(env: NodeJS.ProcessEnv): InputIssue[] {
  const isMisnamed = findMisnamed(env).has('dry-run') && !isChanged(env, 'dry-run');
  return isMisnamed ? [missingInput(env, 'dry-run')] : [];
}

/** Returns the name of the requested operation, or the issue with the `operation` input. */
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

/** `use tem-wait (or tem-resume or tem-revert)`; lists all names if none is similar. */
function useOperation(text: string, names: readonly string[]): Text {
  const choice = closestMatch(text, names);
  const others = names.filter((name) => name !== choice);
  return choice === undefined || others.length === 0
    ? message('input.use', { choice: listTexts(names, 'or') })
    : message('input.use-one-of', { choice, others: listTexts(others, 'or') });
}
