import { getEnv, getInputVariable } from '../runner-env.ts';
import type { Text } from '../../text/message.ts';
import { listTexts, message } from '../../text/message.ts';
import { DEPLOYMENT_INPUTS } from './step-inputs.ts';
import type { InputName } from './input-declarations.ts';
import { getDeclaration, INPUT_NAMES } from './input-declarations.ts';
import type { UsedInputs } from './operation-inputs.ts';
import { getUsedInputs, SEPARATELY_READ_INPUTS } from './operation-inputs.ts';
import type { Misnamed } from './read-values.ts';
import { isChanged } from './read-values.ts';

type Operations = Readonly<Record<string, UsedInputs>>;

/** Returns one warning for each input given under a misspelled name. */
export function misnamedWarnings(misnamed: Misnamed): Text[] {
  return Array.from(misnamed, ([name, wrong]) => message('input.unknown', { name, wrong }));
}

/** Returns one warning for each given input that the operation does not use. */
export function unusedWarnings(
  env: NodeJS.ProcessEnv,
  operation: string,
  operations: Operations,
): Text[] {
  const own = operations[operation];
  const used = new Set([...SEPARATELY_READ_INPUTS, ...(own ? getUsedInputs(own) : [])]);
  return INPUT_NAMES.filter((input) => !used.has(input) && isChanged(env, input)).map((input) =>
    describeUnused(input, operation, findUsers(input, operations)),
  );
}

function findUsers(input: InputName, operations: Operations): string[] {
  return Object.entries(operations)
    .filter(([, operation]) => getUsedInputs(operation).has(input))
    .map(([name]) => name);
}

function describeUnused(name: InputName, operation: string, users: readonly string[]): Text {
  return users.length === 0
    ? message('input.unused-by', { name, operation })
    : message('input.unused-by-but-by', { name, operation, users: listNames(users, 'and') });
}

function listNames(names: readonly string[], join: 'and' | 'or'): Text {
  return listTexts(
    names.map((name) => message('words.code', { code: name })),
    join,
  );
}

const RECORDS = ['github-environment', 'github-deployment-id'] as const;

const DEPENDENT = [
  'github-token',
  'environment-url',
  'github-ref',
  'github-production',
  'github-transient',
] as const;

/** Returns one warning for each GitHub Deployment input that has no effect without another one. */
export function deploymentWarnings(env: NodeJS.ProcessEnv): Text[] {
  const isGiven = (name: keyof typeof DEPLOYMENT_INPUTS) =>
    getEnv(env, getInputVariable(name)) !== undefined;
  const records = RECORDS.filter(isGiven);
  if (records.length === 0) {
    return DEPENDENT.filter(isGiven).map((name) =>
      message('input.unused-without', { name, others: listNames(RECORDS, 'or') }),
    );
  }
  if (isGiven('github-token')) return [];
  const { example } = getDeclaration('github-token');
  return records.map((name) => message('input.unused-without-token', { name, example }));
}
