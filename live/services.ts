import { listContracts } from '../simulator/index.ts';

const CONTRACTS = listContracts();

/**
 * The only call of STS that may be sent: the others return keys, with which one could call anything
 * past the gate.
 */
const PERMITTED_OF_STS = 'GetCallerIdentity';

const CALLS = CONTRACTS.flatMap(({ service, actions, changes }) =>
  Object.keys(actions)
    .filter((action) => service !== 'sts' || action === PERMITTED_OF_STS)
    .map((action) => ({ action, isChange: changes.includes(action) })),
);

/** The version of each service that the action uses. */
export const VERSIONS: Readonly<Record<string, string>> = Object.fromEntries(
  CONTRACTS.map(({ service, version }) => [service, version]),
);

/** Calls that change something; every other call that the action sends only reads. */
export const CHANGES: readonly string[] = CALLS.filter(({ isChange }) => isChange).map(
  ({ action }) => action,
);

/** Calls that change nothing. Any call in neither list is refused. */
export const READS: readonly string[] = CALLS.filter(({ isChange }) => !isChange).map(
  ({ action }) => action,
);
