import { COMMON_OUTPUTS } from '../../src/github/outputs.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { OPERATIONS } from '../../src/operations/registry.ts';

/** The outputs of a step that its operation, and so its action.yml, does not declare. */
export function listUndeclaredOutputs(
  operation: string,
  outputs: Readonly<Record<string, string>>,
): string[] {
  const operations: Readonly<Record<string, Operation>> = OPERATIONS;
  const declared: readonly string[] = [
    ...COMMON_OUTPUTS,
    ...(operations[operation]?.outputs ?? []),
  ];
  return Object.keys(outputs).filter((name) => !declared.includes(name));
}
