import { CREDENTIAL_INPUTS } from '../credentials.ts';
import { ROLE_INPUTS } from '../read-identity.ts';
import type { AnyInputs, InputName, Inputs } from './input-declarations.ts';
import type { InputIssue } from './input-errors.ts';
import { findMisnamed, inReadingOrder, missingInput, readValues } from './read-values.ts';

/** Inputs that every operation uses, except the credentials and `operation` itself. */
export const COMMON_INPUTS = [
  'region',
  'endpoint',
  'language',
  'timeout',
  'github-token',
  'github-environment',
  'environment-url',
  'github-deployment-id',
  'github-ref',
  'github-production',
  'github-transient',
  'summary',
  'dry-run',
  'on-blocked',
] as const satisfies readonly InputName[];

/** Inputs that every operation uses too, but that other code reads. */
export const SEPARATELY_READ_INPUTS: ReadonlySet<InputName> = new Set([
  'operation',
  ...CREDENTIAL_INPUTS,
  ...ROLE_INPUTS,
]);

/** The values of the inputs that every operation uses. */
export type CommonInputs = Inputs<never, (typeof COMMON_INPUTS)[number]>;

/** The values that an operation receives: its own inputs and the common ones. */
export type OperationInputs<Required extends InputName, Optional extends InputName> = Inputs<
  Required,
  Optional
> &
  CommonInputs;

/** The inputs that an operation uses. */
export interface UsedInputs<
  Required extends InputName = InputName,
  Optional extends InputName = InputName,
> {
  /** Inputs that the operation requires. */
  readonly required: readonly Required[];
  /** Inputs that are optional, in addition to the common ones. */
  readonly optional: readonly Optional[];
}

/** The inputs that an operation uses, and the rules between them. */
export interface InputRules<
  Required extends InputName,
  Optional extends InputName,
> extends UsedInputs<Required, Optional> {
  /**
   * Checks rules between inputs that are valid on their own. Missing or invalid inputs are not in
   * `inputs`. An issue is dropped if its input, or an input it is `about`, already has one.
   */
  readonly check?: (
    inputs: Partial<Inputs<NoInfer<Required>, NoInfer<Optional>>> & Partial<CommonInputs>,
  ) => readonly InputIssue[];
}

/** The values of an operation's inputs, or all issues with them. */
export type ReadOperationInputs<Required extends InputName, Optional extends InputName> =
  | {
      readonly inputs: OperationInputs<Required, Optional> & AnyInputs;
      /** Only those that every operation uses. */
      readonly common: CommonInputs;
    }
  | { readonly issues: readonly InputIssue[] };

/** Reads and checks the inputs of one operation. */
export function readOperationInputs<Required extends InputName, Optional extends InputName>(
  env: NodeJS.ProcessEnv,
  { required, optional, check }: InputRules<Required, Optional>,
): ReadOperationInputs<Required, Optional> {
  const own = readValues(env, required, optional);
  const common = readValues(env, [], COMMON_INPUTS);
  const single = [...own.issues, ...withoutRepeats(common.issues, own.issues)];
  const combined = replaceMisnamed(env, check?.({ ...common.valid, ...own.valid }) ?? []);
  const issues = [...single, ...withoutRepeats(combined, single)];
  return own.inputs && common.inputs && issues.length === 0
    ? { inputs: { ...common.inputs, ...own.inputs }, common: common.inputs }
    : { issues: inReadingOrder(issues) };
}

/**
 * Replaces the issue of a missing input that was given under a misspelled name, because the name is
 * the actual mistake.
 */
function replaceMisnamed(
  env: NodeJS.ProcessEnv,
  issues: readonly InputIssue[],
): readonly InputIssue[] {
  const misnamed = findMisnamed(env);
  return issues.map((issue) => {
    const meant = [...misnamed.keys()].find((name) => issue.about?.includes(name));
    return meant === undefined ? issue : missingInput(env, meant);
  });
}

/** Drops issues whose input, or an input they are `about`, already has one. */
function withoutRepeats(
  issues: readonly InputIssue[],
  earlier: readonly InputIssue[],
): readonly InputIssue[] {
  const named = new Set(earlier.map(({ input }) => input));
  return issues.filter(
    ({ input, about = [] }) => ![input, ...about].some((name) => named.has(name)),
  );
}

/** Returns the names of the inputs that an operation uses. */
export function getUsedInputs({ required, optional }: UsedInputs): ReadonlySet<InputName> {
  return new Set([...required, ...optional, ...COMMON_INPUTS]);
}
