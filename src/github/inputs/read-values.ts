import { given, inputVariable } from '../runner-env.ts';
import type { InputName } from './input-declarations.ts';
import { declarationOf, INPUT_NAMES } from './input-declarations.ts';
import { camelCase } from './declare-input.ts';
import type { Problem } from './input-errors.ts';
import type { Correction, Parsed } from './input-parsers.ts';
import { harmless } from '../../text/sanitize.ts';
import { nearest } from '../../text/format.ts';

export interface ReadValues {
  /** By camelCase name. Undefined where nothing was given and there is no default. */
  readonly inputs: Record<string, unknown>;
  readonly problems: readonly Problem[];
}

interface Given {
  readonly text: string;
  /** The environment variable that stood in for a blank input. */
  readonly variable?: string;
}

/** The values of these inputs; a text that is no value makes a problem. */
export function readValues(env: NodeJS.ProcessEnv, names: ReadonlySet<InputName>): ReadValues {
  const inputs: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const name of INPUT_NAMES.filter((candidate) => names.has(candidate))) {
    const found = findText(env, name);
    const parsed = parse(name, found);
    if ('value' in parsed) inputs[camelCase(name)] = parsed.value;
    else problems.push(problemOf(name, found, parsed));
  }
  return { inputs, problems };
}

/** Whether an input is given, and says something else than its default. */
export function isChanged(env: NodeJS.ProcessEnv, name: InputName): boolean {
  const text = given(env, inputVariable(name));
  if (text === undefined) return false;
  const parsed = parse(name, { text });
  const standard = parse(name, undefined);
  return !('value' in parsed && 'value' in standard && parsed.value === standard.value);
}

function findText(env: NodeJS.ProcessEnv, name: InputName): Given | undefined {
  const input = given(env, inputVariable(name));
  if (input !== undefined) return { text: input };
  for (const variable of declarationOf(name).environment ?? []) {
    const text = given(env, variable);
    if (text !== undefined) return { text, variable };
  }
  return undefined;
}

function parse(name: InputName, found: Given | undefined): Parsed<unknown> {
  const { kind, default: standard } = declarationOf(name);
  const text = found?.text ?? standard;
  return text === undefined ? { value: undefined } : kind.parse(text);
}

function problemOf(name: InputName, found: Given | undefined, { is, change }: Correction): Problem {
  const source = found?.variable === undefined ? '' : ` (${found.variable})`;
  return { input: name, is: `${is}${source}`, change };
}

/** Names almost right, by the right name. */
export type Misnamed = ReadonlyMap<InputName, string>;

/**
 * Inputs that were given under a name almost right. The runner only warns of
 * names that it does not know, and hands them over all the same.
 */
export function findMisnamed(env: NodeJS.ProcessEnv): Misnamed {
  const known = new Set(INPUT_NAMES.map(inputVariable));
  const found = new Map<InputName, string>();
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith('INPUT_') || known.has(variable)) continue;
    if (given(env, variable) === undefined) continue;
    const name = variable.slice('INPUT_'.length).toLowerCase();
    const meant = nearest(name, INPUT_NAMES);
    if (meant !== undefined) found.set(meant, harmless(name));
  }
  return found;
}

/** A needed input that was not given, or under a wrong name. */
export function missingInput(
  name: InputName,
  misnamed: Misnamed,
  example = declarationOf(name).example,
): Problem {
  const wrongName = misnamed.get(name);
  const change =
    wrongName === undefined ? `add   ${name}: ${example}` : `use   ${name} instead of ${wrongName}`;
  return { input: name, is: 'is missing', change };
}
