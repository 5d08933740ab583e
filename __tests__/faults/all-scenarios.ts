import { LARGE_FILES } from './large-files.ts';
import type { Scenario } from './scenario.ts';
import { SERVICE_SCENARIOS } from './service-scenarios.ts';
import { TEM_POLICIES } from './tem-policies.ts';
import { TEM_SCENARIOS } from './tem-scenarios.ts';

/** All uses of all operations that the matrix is made of. */
export const SCENARIOS: readonly Scenario[] = [
  ...TEM_SCENARIOS,
  ...TEM_POLICIES,
  ...SERVICE_SCENARIOS,
  ...LARGE_FILES,
];
