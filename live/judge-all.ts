import { ASSUMPTIONS } from './assumptions.ts';
import type { Assumption } from './assumptions.ts';
import type { Evidence } from './evidence.ts';
import type { Finding, Judges } from './judges/judge.ts';
import { FAILURE_JUDGES } from './judges/failures.ts';
import { PACKAGE_JUDGES } from './judges/packages.ts';
import { PLATFORM_JUDGES } from './judges/platform.ts';
import { SERVICE_JUDGES } from './judges/services.ts';
import { TEM_READS } from './judges/tem-reads.ts';
import { TEM_ROLLOUT_JUDGES } from './judges/tem-rollouts.ts';

/** Each judge by the ID of its assumption. */
export const JUDGES: Judges = {
  ...TEM_READS,
  ...TEM_ROLLOUT_JUDGES,
  ...FAILURE_JUDGES,
  ...PACKAGE_JUDGES,
  ...SERVICE_JUDGES,
  ...PLATFORM_JUDGES,
};

/** A row of the table: an assumption, and what the evidence says about it. */
export interface Row {
  readonly assumption: Assumption;
  /** Undefined if the evidence does not answer the question. */
  readonly finding: Finding | undefined;
}

/** Judges every assumption, in the order of docs/assumptions.md. Pure. */
export function judgeAll(evidence: Evidence): Row[] {
  return ASSUMPTIONS.map((assumption) => ({
    assumption,
    finding: JUDGES[assumption.id]?.(evidence),
  }));
}
