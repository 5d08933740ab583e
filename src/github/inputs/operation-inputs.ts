import { CREDENTIAL_INPUTS } from '../credentials.ts';
import { ROLE_INPUTS } from '../read-identity.ts';
import type { InputName, Inputs } from './input-declarations.ts';
import type { InputIssue } from './input-errors.ts';

/** What an operation does with inputs. */
export interface OperationInputs {
  /** Inputs that the operation cannot do without. */
  readonly required: readonly InputName[];
  /** Inputs that it uses where they are given, besides those that every operation takes. */
  readonly optional: readonly InputName[];
  /**
   * What inputs must be to each other. Gets the values by camelCase name, defaults filled in; what
   * is missing or wrong, even a needed one, is undefined. A problem with an input that has one
   * already is dropped.
   */
  readonly check?: (inputs: never) => readonly InputIssue[];
}

/** Besides the credentials and `operation` itself. */
export const COMMON_INPUTS = [
  'region',
  'endpoint',
  'language',
  'timeout',
  'github-token',
  'github-environment',
  'environment-url',
  'github-deployment-id',
  'summary',
  'dry-run',
] as const satisfies readonly InputName[];

/** Inputs that are read on their own, and used by every operation too. */
export const SEPARATELY_READ_INPUTS: ReadonlySet<InputName> = new Set([
  'operation',
  ...CREDENTIAL_INPUTS,
  ...ROLE_INPUTS,
]);

/** The values that an operation gets. */
export type InputsOf<Operation extends Pick<OperationInputs, 'required' | 'optional'>> = Inputs<
  Operation['required'][number],
  Operation['optional'][number] | (typeof COMMON_INPUTS)[number]
>;

/** The names of the values that an operation gets. */
export function getUsedInputs({
  required: needs,
  optional: takes,
}: OperationInputs): ReadonlySet<InputName> {
  return new Set<InputName>([...needs, ...takes, ...COMMON_INPUTS]);
}
