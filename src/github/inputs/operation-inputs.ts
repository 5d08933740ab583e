import { CREDENTIAL_INPUTS } from '../credentials.ts';
import { ROLE_INPUTS } from '../read-identity.ts';
import type { AnyInputs, InputName, Inputs } from './input-declarations.ts';
import type { InputIssue } from './input-errors.ts';
import { findMisnamed, inReadingOrder, missingInput, readValues } from './read-values.ts';

/** Inputs that every operation uses, besides the credentials and `operation` itself. */
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

/** Inputs that every operation uses as well, but that are read on their own. */
export const SEPARATELY_READ_INPUTS: ReadonlySet<InputName> = new Set([
  'operation',
  ...CREDENTIAL_INPUTS,
  ...ROLE_INPUTS,
]);

/** The values of the inputs that every operation uses. */
export type CommonInputs = Inputs<never, (typeof COMMON_INPUTS)[number]>;

/** The values that an operation gets: its own, and those that every operation uses. */
export type OperationInputs<Required extends InputName, Optional extends InputName> = Inputs<
  Required,
  Optional
> &
  CommonInputs;

/** Which inputs an operation uses. */
export interface UsedInputs<
  Required extends InputName = InputName,
  Optional extends InputName = InputName,
> {
  /** Inputs that the operation cannot do without. */
  readonly required: readonly Required[];
  /** Inputs that it uses if they are given, besides those that every operation uses. */
  readonly optional: readonly Optional[];
}

/** Which inputs an operation uses, and what they must be to each other. */
export interface InputRules<
  Required extends InputName,
  Optional extends InputName,
> extends UsedInputs<Required, Optional> {
  /**
   * Finds what is wrong between inputs that are right one by one. What is missing or wrong is left
   * out of `inputs`. An issue with, or about, an input that has one already is dropped.
   */
  readonly check?: (
    inputs: Partial<Inputs<NoInfer<Required>, NoInfer<Optional>>> & Partial<CommonInputs>,
  ) => readonly InputIssue[];
}

/** The values of an operation's inputs, or everything that is wrong with them. */
export type ReadOperationInputs<Required extends InputName, Optional extends InputName> =
  | { readonly inputs: OperationInputs<Required, Optional> & AnyInputs }
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
  return own.inputs !== undefined && common.inputs !== undefined && issues.length === 0
    ? { inputs: { ...common.inputs, ...own.inputs } }
    : { issues: inReadingOrder(issues) };
}

/** An input under a name that is almost right seems not to be given: that is what is wrong then. */
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

/** Drops issues with inputs, or about inputs, that have one already. */
function withoutRepeats(
  issues: readonly InputIssue[],
  earlier: readonly InputIssue[],
): readonly InputIssue[] {
  const named = new Set(earlier.map(({ input }) => input));
  return issues.filter(
    ({ input, about = [] }) => ![input, ...about].some((name) => named.has(name)),
  );
}

/** The names of the inputs that an operation uses. */
export function getUsedInputs({ required, optional }: UsedInputs): ReadonlySet<InputName> {
  return new Set([...required, ...optional, ...COMMON_INPUTS]);
}
