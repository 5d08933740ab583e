import { getEnv, getInputVariable } from '../runner-env.ts';
import type { InputName } from './input-declarations.ts';
import { getDeclaration, INPUT_NAMES } from './input-declarations.ts';
import { camelCase } from './declare-input.ts';
import type { InputIssue } from './input-errors.ts';
import type { InvalidValue, ParseResult } from './input-parsers.ts';
import { sanitizeLogLine } from '../../text/sanitize.ts';
import { closestMatch } from '../../text/format.ts';

export interface ReadValues {
  /** By camelCase name. Undefined where nothing was given and there is no default. */
  readonly inputs: Record<string, unknown>;
  readonly issues: readonly InputIssue[];
}

interface Given {
  readonly text: string;
  /** The environment variable that stood in for a blank input. */
  readonly variable?: string;
}

/** The values of these inputs; a text that is no value makes a problem. */
export function readValues(env: NodeJS.ProcessEnv, names: ReadonlySet<InputName>): ReadValues {
  const inputs: Record<string, unknown> = {};
  const problems: InputIssue[] = [];
  for (const name of INPUT_NAMES.filter((candidate) => names.has(candidate))) {
    const found = findText(env, name);
    const parsed = parse(name, found);
    if ('value' in parsed) inputs[camelCase(name)] = parsed.value;
    else problems.push(toIssue(name, found, parsed));
  }
  return { inputs, issues: problems };
}

/** Whether an input is given, and says something else than its default. */
export function isChanged(env: NodeJS.ProcessEnv, name: InputName): boolean {
  const text = getEnv(env, getInputVariable(name));
  if (text === undefined) return false;
  const parsed = parse(name, { text });
  const standard = parse(name, undefined);
  return !('value' in parsed && 'value' in standard && parsed.value === standard.value);
}

function findText(env: NodeJS.ProcessEnv, name: InputName): Given | undefined {
  const input = getEnv(env, getInputVariable(name));
  if (input !== undefined) return { text: input };
  for (const variable of getDeclaration(name).environment ?? []) {
    const text = getEnv(env, variable);
    if (text !== undefined) return { text, variable };
  }
  return undefined;
}

function parse(name: InputName, found: Given | undefined): ParseResult<unknown> {
  const { parser: kind, default: standard } = getDeclaration(name);
  const text = found?.text ?? standard;
  return text === undefined ? { value: undefined } : kind.parse(text);
}

function toIssue(
  name: InputName,
  found: Given | undefined,
  { problem: is, fix: change }: InvalidValue,
): InputIssue {
  const source = found?.variable === undefined ? '' : ` (${found.variable})`;
  return { input: name, problem: `${is}${source}`, fix: change };
}

/** Names almost right, by the right name. */
export type Misnamed = ReadonlyMap<InputName, string>;

/**
 * Inputs that were given under a name almost right. The runner only warns of
 * names that it does not know, and hands them over all the same.
 */
export function findMisnamed(env: NodeJS.ProcessEnv): Misnamed {
  const known = new Set(INPUT_NAMES.map(getInputVariable));
  const found = new Map<InputName, string>();
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith('INPUT_') || known.has(variable)) continue;
    if (getEnv(env, variable) === undefined) continue;
    const name = variable.slice('INPUT_'.length).toLowerCase();
    const meant = closestMatch(name, INPUT_NAMES);
    if (meant !== undefined) found.set(meant, sanitizeLogLine(name));
  }
  return found;
}

/** A needed input that was not given, or under a wrong name. */
export function missingInput(
  name: InputName,
  misnamed: Misnamed,
  example = getDeclaration(name).example,
): InputIssue {
  const wrongName = misnamed.get(name);
  const change =
    wrongName === undefined ? `add   ${name}: ${example}` : `use   ${name} instead of ${wrongName}`;
  return { input: name, problem: 'is missing', fix: change };
}
