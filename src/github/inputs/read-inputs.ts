import { deploymentWarnings } from './deployment-inputs.ts';
import type { Identity } from '../read-identity.ts';
import { identityWarnings, readIdentity } from '../read-identity.ts';
import type { InputName } from './input-declarations.ts';
import { INPUT_NAMES } from './input-declarations.ts';
import type { Misnamed, ReadValues } from './read-values.ts';
import { findMisnamed, missingInput, readValues } from './read-values.ts';
import { camelCase } from './declare-input.ts';
import type { OperationInputs } from './operation-inputs.ts';
import { SEPARATELY_READ_INPUTS, getUsedInputs } from './operation-inputs.ts';
import type { InputIssue } from './input-errors.ts';
import { InputsError } from './input-errors.ts';
import { readProxies } from '../proxy-env.ts';
import { misnamedWarnings, unusedWarnings } from './input-warnings.ts';
import { getEnv, getInputVariable } from '../runner-env.ts';
import { quote } from '../../text/sanitize.ts';
import { formatList, closestMatch } from '../../text/format.ts';

export type { InputsOf, OperationInputs } from './operation-inputs.ts';
export { COMMON_INPUTS as EVERY_OPERATION_TAKES } from './operation-inputs.ts';

export interface ReadInputs<Operation extends string> {
  readonly operation: Operation;
  /** The operation's `InputsOf`, by camelCase name. */
  readonly inputs: Record<string, unknown>;
  readonly identity: Identity;
  /** Inputs that have no effect, a line each. */
  readonly warnings: string[];
}

/** Without a known operation every input is looked at, and none is needed. */
const NO_OPERATION: OperationInputs = {
  required: [],
  optional: INPUT_NAMES.filter((name) => !SEPARATELY_READ_INPUTS.has(name)),
};

/**
 * What the step asks for, read from the runner's `INPUT_…` variables.
 * @throws InputsError with all problems at once
 */
export function readInputs<Table extends Record<string, OperationInputs>>(
  env: NodeJS.ProcessEnv,
  operations: Table,
): ReadInputs<keyof Table & string> {
  const misnamed = findMisnamed(env);
  const operation = readOperation(env, operations, misnamed);
  const identity = readIdentity(env);
  const { issues: proxyProblems } = readProxies(env);
  const isKnown = 'name' in operation;
  const values = readOperationInputs(env, isKnown ? operation.declared : NO_OPERATION, misnamed);

  if (!isKnown || 'issues' in identity || values.issues.length > 0 || proxyProblems.length > 0) {
    throw new InputsError([
      ...(isKnown ? [] : [operation]),
      ...('issues' in identity ? identity.issues : []),
      ...values.issues,
      ...proxyProblems,
    ]);
  }
  return {
    operation: operation.name,
    inputs: values.inputs,
    identity,
    warnings: [
      ...misnamedWarnings(misnamed),
      ...identityWarnings(env, identity),
      ...deploymentWarnings(env),
      ...unusedWarnings(env, operation.name, operations),
    ],
  };
}

function readOperationInputs(
  env: NodeJS.ProcessEnv,
  operation: OperationInputs,
  misnamed: Misnamed,
): ReadValues {
  const { inputs, issues: problems } = readValues(env, getUsedInputs(operation));
  const wrong = namesIn(problems);
  const missing = operation.required
    .filter((name) => inputs[camelCase(name)] === undefined && !wrong.has(name))
    .map((name) => missingInput(name, misnamed));
  const known = [...problems, ...missing];
  const knownNames = namesIn(known);
  const checked = operation.check?.(inputs as never) ?? [];
  const further = checked.filter((problem) => !knownNames.has(problem.input));
  return { inputs, issues: inReadingOrder([...known, ...further]) };
}

function namesIn(problems: readonly InputIssue[]): ReadonlySet<string> {
  return new Set(problems.map((problem) => problem.input));
}

function inReadingOrder(problems: readonly InputIssue[]): readonly InputIssue[] {
  const place = ({ input }: InputIssue): number => INPUT_NAMES.indexOf(input as InputName);
  return problems.toSorted((a, b) => place(a) - place(b));
}

export interface KnownOperation<Name extends string> {
  readonly name: Name;
  readonly declared: OperationInputs;
}

/** The operation that the step asks for, or what is wrong with how it asks. */
export function readOperation<Table extends Record<string, OperationInputs>>(
  env: NodeJS.ProcessEnv,
  operations: Table,
  misnamed: Misnamed,
): KnownOperation<keyof Table & string> | InputIssue {
  const known = Object.entries(operations);
  const names = known.map(([name]) => name);
  const asked = getEnv(env, getInputVariable('operation'));
  if (asked === undefined) return missingInput('operation', misnamed, oneOf(names, names[0]));
  const found = known.find(([name]) => name === asked);
  if (found !== undefined) return { name: found[0], declared: found[1] };
  return {
    input: 'operation',
    problem: `is ${quote(asked)}`,
    fix: `use   ${oneOf(names, closestMatch(asked, names))}`,
  };
}

/** `tem-wait   (or tem-resume or tem-revert)`; all alike where none comes first. */
function oneOf(names: readonly string[], first: string | undefined): string {
  const others = names.filter((name) => name !== first);
  return first === undefined || others.length === 0
    ? formatList(names, 'or')
    : `${first}   (or ${formatList(others, 'or')})`;
}
