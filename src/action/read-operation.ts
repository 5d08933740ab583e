import { given, inputVariable } from './environment.ts';
import { quoted } from './harmless.ts';
import type { Misnamed } from './misnamed.ts';
import { missingInput } from './missing.ts';
import type { OperationInputs } from './operation-inputs.ts';
import type { Problem } from './problems.ts';
import { enumerated, nearest } from './words.ts';

export interface KnownOperation<Name extends string> {
  readonly name: Name;
  readonly declared: OperationInputs;
}

/** The operation that the step asks for, or what is wrong with how it asks. */
export function readOperation<Table extends Record<string, OperationInputs>>(
  env: NodeJS.ProcessEnv,
  operations: Table,
  misnamed: Misnamed,
): KnownOperation<keyof Table & string> | Problem {
  const known = Object.entries(operations);
  const names = known.map(([name]) => name);
  const asked = given(env, inputVariable('operation'));
  if (asked === undefined) return missingInput('operation', misnamed, oneOf(names, names[0]));
  const found = known.find(([name]) => name === asked);
  if (found !== undefined) return { name: found[0], declared: found[1] };
  return {
    input: 'operation',
    is: `is ${quoted(asked)}`,
    change: `use   ${oneOf(names, nearest(asked, names))}`,
  };
}

/** `tem-wait   (or tem-resume or tem-revert)`; all alike where none comes first. */
function oneOf(names: readonly string[], first: string | undefined): string {
  const others = names.filter((name) => name !== first);
  return first === undefined || others.length === 0
    ? enumerated(names, 'or')
    : `${first}   (or ${enumerated(others, 'or')})`;
}
