import { getEnv, getInputVariable } from '../runner-env.ts';
import { formatList } from '../../text/format.ts';
import { DEPLOYMENT_INPUTS } from './step-inputs.ts';
import type { InputName } from './input-declarations.ts';
import { getDeclaration, INPUT_NAMES } from './input-declarations.ts';
import type { UsedInputs } from './operation-inputs.ts';
import { getUsedInputs, SEPARATELY_READ_INPUTS } from './operation-inputs.ts';
import type { Misnamed } from './read-values.ts';
import { isChanged } from './read-values.ts';

type Operations = Readonly<Record<string, UsedInputs>>;

/** A line for each input that was given under a name that is almost right. */
export function misnamedWarnings(misnamed: Misnamed): string[] {
  return Array.from(
    misnamed,
    ([name, wrongName]) => `${wrongName} is no input of this action: do you mean ${name}?`,
  );
}

/** A line for each input that was given to an operation that does not use it. */
export function unusedWarnings(
  env: NodeJS.ProcessEnv,
  operation: string,
  operations: Operations,
): string[] {
  return INPUT_NAMES.filter((input) => !SEPARATELY_READ_INPUTS.has(input) && isChanged(env, input))
    .map((input) => ({ input, users: findUsers(input, operations) }))
    .filter(({ users }) => !users.includes(operation))
    .map(({ input, users }) => `${input} has no effect on ${operation}${usedElsewhere(users)}`);
}

function findUsers(input: InputName, operations: Operations): string[] {
  return Object.entries(operations)
    .filter(([, operation]) => getUsedInputs(operation).has(input))
    .map(([name]) => name);
}

function usedElsewhere(users: readonly string[]): string {
  return users.length === 0 ? '' : ` (it is for ${formatList(users, 'and')})`;
}

/** A line for each input of the GitHub Deployment that lacks the other that it works with. */
export function deploymentWarnings(env: NodeJS.ProcessEnv): string[] {
  const isGiven = (name: keyof typeof DEPLOYMENT_INPUTS) =>
    getEnv(env, getInputVariable(name)) !== undefined;
  const records = (['github-environment', 'github-deployment-id'] as const).filter(isGiven);
  if (records.length === 0) {
    return (['github-token', 'environment-url'] as const)
      .filter(isGiven)
      .map((name) => `${name} has no effect without github-environment or github-deployment-id`);
  }
  if (isGiven('github-token')) return [];
  const line = `github-token: ${getDeclaration('github-token').example}`;
  return records.map((name) => `${name} has no effect without github-token: add   ${line}`);
}
