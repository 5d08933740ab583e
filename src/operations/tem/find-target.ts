import { OperationError } from '../../report/outcome.ts';
import type { Tem, TemEntry } from '../../tencent/services/tem-api.ts';
import { createTem } from '../../tencent/services/tem-api.ts';
import type { Message } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import type { OperationContext } from '../operation.ts';
import { listNearest, showEntries } from './nearest-targets.ts';

/** The inputs that identify the target, by ID or by the name in the console. */
interface NamedTarget {
  readonly applicationId: string;
  readonly environmentId?: string;
  readonly sourceChannel?: number | undefined;
}

/**
 * Finds the IDs for names in the inputs. A value that has the form of an ID is used as one, without
 * an API call. Throws an OperationError if not exactly one application or environment has the name.
 */
export async function resolveTarget(
  { applicationId, environmentId, sourceChannel }: NamedTarget,
  context: Pick<OperationContext, 'call' | 'region'>,
): Promise<Pick<NamedTarget, 'applicationId' | 'environmentId'>> {
  const tem = createTem(context.call);
  const environment =
    environmentId === undefined || environmentId.startsWith('en-')
      ? environmentId
      : await findEnvironment(tem, environmentId, context.region, sourceChannel);
  const application = applicationId.startsWith('app-')
    ? applicationId
    : await findApplication(tem, applicationId, { ...context, environment, sourceChannel });
  return {
    applicationId: application,
    ...(environment === undefined ? {} : { environmentId: environment }),
  };
}

async function findEnvironment(
  tem: Tem,
  name: string,
  region: string,
  sourceChannel: number | undefined,
): Promise<string> {
  const all = await tem.describeEnvironments({ sourceChannel });
  const found = all.filter((entry) => entry.name === name);
  return takeOnly('environment-id', found, {
    name,
    all,
    missing: message('plan.environment-not-found', { name, region }),
    ambiguous: message('plan.environment-ambiguous', { name, count: found.length }),
  });
}

interface ApplicationPlace {
  readonly region: string;
  /** Undefined for an operation that needs no environment. */
  readonly environment: string | undefined;
  readonly sourceChannel: number | undefined;
}

async function findApplication(
  tem: Tem,
  name: string,
  { region, environment, sourceChannel }: ApplicationPlace,
): Promise<string> {
  const all = await tem.describeApplications({ sourceChannel });
  const named = all.filter((entry) => entry.name === name);
  const found = named.filter((entry) => isIn(entry, environment));
  const place = environment ?? region;
  return takeOnly('application-id', found, {
    name,
    all,
    missing: message('plan.application-not-found', { name, place }),
    ambiguous: message('plan.application-ambiguous', { name, place, count: found.length }),
  });
}

/**
 * Unknown (tem-application-environments): whether every entry lists its environments; one without
 * any may be in each of them.
 */
function isIn({ environmentIds }: TemEntry, environment: string | undefined): boolean {
  return (
    environment === undefined || environmentIds.length === 0 || environmentIds.includes(environment)
  );
}

type TargetInput = 'application-id' | 'environment-id';

/** The name to find, all entries, and the headline of the error if not exactly one matches. */
interface NameSearch {
  readonly name: string;
  readonly all: readonly TemEntry[];
  readonly missing: Message;
  readonly ambiguous: Message;
}

function takeOnly(
  input: TargetInput,
  found: readonly TemEntry[],
  { name, all, missing, ambiguous }: NameSearch,
): string {
  const [only, ...others] = found;
  if (only === undefined) throw createMissingError(input, missing, name, all);
  if (others.length === 0) return only.id;
  throw new OperationError(ambiguous, {
    code: 'target-ambiguous',
    details: [
      { text: message('plan.nothing-changed') },
      { text: message('plan.same-name'), columns: showEntries(found) },
    ],
    next: [{ sentence: message('plan.use-id', { input }) }],
  });
}

function createMissingError(
  input: TargetInput,
  headline: Message,
  name: string,
  all: readonly TemEntry[],
): OperationError {
  const nearest = listNearest(name, all);
  return new OperationError(headline, {
    code: 'target-not-found',
    details: [
      { text: message('plan.nothing-changed') },
      nearest.length === 0
        ? { text: message('plan.no-names') }
        : { text: message('plan.nearest-names'), columns: showEntries(nearest) },
    ],
    next: [{ sentence: message('plan.use-name-or-id', { input }) }],
  });
}
