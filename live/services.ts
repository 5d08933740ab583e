import { listContracts } from '../simulator/index.ts';

const CONTRACTS = listContracts();

/**
 * The only call of STS that may be sent: the others return keys, with which one could call anything
 * past the gate.
 */
const PERMITTED_STS_CALL = 'GetCallerIdentity';

/** Calls that return keys or a URL, and change nothing in spite of their names. */
const READS_BY_OTHER_NAMES = ['CreateCosToken', 'GenerateApplicationPackageDownloadUrl'];

/** Every call that the action sends. Any other one is refused. */
const CALLS = CONTRACTS.flatMap(({ service, actions }) =>
  Object.keys(actions).filter((action) => service !== 'sts' || action === PERMITTED_STS_CALL),
);

/** The version of each service that the action uses. */
export const VERSIONS: Readonly<Record<string, string>> = Object.fromEntries(
  CONTRACTS.map(({ service, version }) => [service, version]),
);

/** Calls that change nothing, by their names: a call that is not known to be one needs a permit. */
export const READS: readonly string[] = CALLS.filter(
  (action) => /^(Describe|Get)[A-Z]/.test(action) || READS_BY_OTHER_NAMES.includes(action),
);

/** Calls that change something. */
export const CHANGES: readonly string[] = CALLS.filter((action) => !READS.includes(action));
