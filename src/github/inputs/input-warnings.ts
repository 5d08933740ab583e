import type { InputName } from './input-declarations.ts';
import { INPUT_NAMES } from './input-declarations.ts';
import type { Misnamed } from './read-values.ts';
import type { OperationInputs } from './operation-inputs.ts';
import { SEPARATELY_READ_INPUTS, getUsedInputs } from './operation-inputs.ts';
import { isChanged } from './read-values.ts';
import { formatList } from '../../text/format.ts';

type Operations = Readonly<Record<string, OperationInputs>>;

/** A line for each input that was given under a name almost right. */
export function misnamedWarnings(misnamed: Misnamed): string[] {
  return Array.from(
    misnamed,
    ([name, wrongName]) => `${wrongName} is no input of this action: do you mean ${name}?`,
  );
}

/** A line for each input that says something to an operation that does not listen. */
export function unusedWarnings(
  env: NodeJS.ProcessEnv,
  operation: string,
  operations: Operations,
): string[] {
  return INPUT_NAMES.filter((input) => !SEPARATELY_READ_INPUTS.has(input) && isChanged(env, input))
    .map((input) => ({ input, users: usersOf(input, operations) }))
    .filter(({ users }) => !users.includes(operation))
    .map(({ input, users }) => `${input} has no effect on ${operation}${usedElsewhere(users)}`);
}

function usersOf(input: InputName, operations: Operations): string[] {
  return Object.entries(operations)
    .filter(([, operation]) => getUsedInputs(operation).has(input))
    .map(([name]) => name);
}

function usedElsewhere(users: readonly string[]): string {
  return users.length === 0 ? '' : ` (it is for ${formatList(users, 'and')})`;
}
