import { isDeepStrictEqual } from 'node:util';
import { getEnv, getInputVariable } from '../runner-env.ts';
import type { AnyInputs, InputName, Inputs } from './input-declarations.ts';
import { getDeclaration, INPUT_NAMES } from './input-declarations.ts';
import { camelCase } from './declare-input.ts';
import type { InputIssue } from './input-errors.ts';
import type { InvalidValue } from './input-parsers.ts';
import { sanitizeLogLine } from '../../text/sanitize.ts';
import { closestMatch } from '../../text/format.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { addInput } from './add-input.ts';
import { findAliased } from './input-aliases.ts';

/** The values of some inputs, and the issues with them. */
export interface ReadValues<Required extends InputName, Optional extends InputName> {
  /** All values; undefined if any input is missing or invalid. */
  readonly inputs: (Inputs<Required, Optional> & AnyInputs) | undefined;
  /** The values that are present and valid. */
  readonly valid: Partial<Inputs<Required, Optional>> & AnyInputs;
  readonly issues: readonly InputIssue[];
}

/** Reads inputs from the runner's `INPUT_…` variables. */
export function readValues<
  const Required extends InputName = never,
  const Optional extends InputName = never,
>(
  env: NodeJS.ProcessEnv,
  required: readonly Required[],
  optional: readonly Optional[],
): ReadValues<Required, Optional> {
  const entries: [string, unknown][] = [];
  const issues: InputIssue[] = [];
  for (const name of new Set<InputName>([...required, ...optional])) {
    const { environment = [], parser, default: standard } = getDeclaration(name);
    const input = getInputVariable(name);
    // If the input is blank, an environment variable can provide the value.
    const source = [input, ...environment].find((variable) => getEnv(env, variable));
    const text = source === undefined ? standard : getEnv(env, source);
    const parsed = text === undefined ? { value: undefined } : parser.parse(text);
    const isRequired = required.some((each) => each === name);
    if (!('value' in parsed)) issues.push(toIssue(name, parsed, source === input ? '' : source));
    else if (parsed.value === undefined && isRequired) issues.push(missingInput(env, name));
    else entries.push([camelCase(name), parsed.value]);
  }
  // TypeScript cannot infer this: each entry has the type that its name declares, and without an
  // issue every name has an entry.
  const values = Object.fromEntries(entries) as Inputs<Required, Optional> & AnyInputs;
  return {
    inputs: issues.length === 0 ? values : undefined,
    valid: values,
    issues: inReadingOrder(issues),
  };
}

/** Sorts issues by the order of the inputs in the documents. */
export function inReadingOrder(issues: readonly InputIssue[]): readonly InputIssue[] {
  const names: readonly string[] = INPUT_NAMES;
  return issues.toSorted((a, b) => names.indexOf(a.input) - names.indexOf(b.input));
}

/** Whether an input is given and differs from its default. */
export function isChanged(env: NodeJS.ProcessEnv, name: InputName): boolean {
  const text = getEnv(env, getInputVariable(name));
  const { parser, default: standard } = getDeclaration(name);
  // The runner sets every input that a workflow does not give to its default.
  if (text === undefined || text === standard) return false;
  const parsed = parser.parse(text);
  const usual = standard === undefined ? { value: undefined } : parser.parse(standard);
  return !('value' in parsed && 'value' in usual && isDeepStrictEqual(parsed.value, usual.value));
}

/** `variable` is the environment variable used instead of the input; '' if none. */
function toIssue(name: InputName, { problem, fix }: InvalidValue, variable = ''): InputIssue {
  const text = variable ? message('input.from-variable', { problem, variable }) : problem;
  return { input: name, problem: text, fix };
}

const INPUT_VARIABLES = new Set(INPUT_NAMES.map(getInputVariable));

/** Misspelled names of inputs, by the correct name. */
export type Misnamed = ReadonlyMap<InputName, string>;

/**
 * Finds inputs given under a misspelled name, or under a name from other tools. The runner passes
 * unknown inputs on with only a warning.
 */
export function findMisnamed(env: NodeJS.ProcessEnv): Misnamed {
  const misnamed = new Map<InputName, string>();
  const operation = getEnv(env, getInputVariable('operation')) ?? '';
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith('INPUT_') || INPUT_VARIABLES.has(variable)) continue;
    if (getEnv(env, variable) === undefined) continue;
    const name = variable.slice('INPUT_'.length).toLowerCase();
    const meant = findAliased(name, operation) ?? closestMatch(name, INPUT_NAMES);
    if (meant !== undefined) misnamed.set(meant, sanitizeLogLine(name));
  }
  return misnamed;
}

/** Returns the issue of a required input that is missing or was given under a misspelled name. */
export function missingInput(
  env: NodeJS.ProcessEnv,
  name: InputName,
  add: Text = addInput(name),
): InputIssue {
  const wrong = findMisnamed(env).get(name);
  const fix = wrong === undefined ? add : message('input.rename', { name, wrong });
  return { input: name, problem: message('input.missing'), fix };
}
