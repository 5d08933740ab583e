import { CREDENTIAL_INPUTS } from '../credentials.ts';
import { ROLE_INPUTS } from '../read-identity.ts';
import type { InputName, Inputs } from './input-declarations.ts';
import type { Problem } from './input-errors.ts';

/** What an operation does with inputs. */
export interface OperationInputs {
  /** Inputs that the operation cannot do without. */
  readonly needs: readonly InputName[];
  /** Inputs that it uses where they are given, besides those that every operation takes. */
  readonly takes: readonly InputName[];
  /**
   * What inputs must be to each other. Gets the values by camelCase name, defaults filled in; what
   * is missing or wrong, even a needed one, is undefined. A problem with an input that has one
   * already is dropped.
   */
  readonly check?: (inputs: never) => readonly Problem[];
}

/** Besides the credentials and `operation` itself. */
export const EVERY_OPERATION_TAKES = [
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
export const READ_APART: ReadonlySet<InputName> = new Set([
  'operation',
  ...CREDENTIAL_INPUTS,
  ...ROLE_INPUTS,
]);

/** The values that an operation gets. */
export type InputsOf<Operation extends Pick<OperationInputs, 'needs' | 'takes'>> = Inputs<
  Operation['needs'][number],
  Operation['takes'][number] | (typeof EVERY_OPERATION_TAKES)[number]
>;

/** The names of the values that an operation gets. */
export function usedBy({ needs, takes }: OperationInputs): ReadonlySet<InputName> {
  return new Set<InputName>([...needs, ...takes, ...EVERY_OPERATION_TAKES]);
}
