import type { Call } from '../../tencent/api-client.ts';
import type { ApiResponseError } from '../../tencent/api-errors.ts';
import { ApiError, hasCode } from '../../tencent/api-errors.ts';
import { MissingTargetError } from '../../tencent/missing-target-error.ts';
import type { Tem, TemEntry, TemTarget } from '../../tencent/services/tem-api.ts';
import { createTem } from '../../tencent/services/tem-api.ts';
import type { Detail } from '../../text/detail.ts';
import { sortByCloseness } from '../../text/format.ts';
import { message } from '../../text/message.ts';

const MAX_LISTED = 5;

/** Returns the entries whose name or ID is closest to a text, the closest first. */
export function listNearest(text: string, entries: readonly TemEntry[]): readonly TemEntry[] {
  return sortByCloseness(text, entries, ({ id, name }) => [id, name]).slice(0, MAX_LISTED);
}

/** Formats entries as rows: the name, and the ID with the environments. */
export function showEntries(entries: readonly TemEntry[]): NonNullable<Detail['columns']> {
  return entries.map(({ id, name, environmentIds }) => [name, [id, ...environmentIds].join(' · ')]);
}

/** Error codes that concern the application. */
const APPLICATION_CODES = [
  'InvalidParameterValue.ServiceNotBelongToAppid',
  'InvalidParameterValue.TemIdInvalid',
  'ResourceNotFound.ServiceNotFound',
  'ResourceNotFound.VersionNamespaceNotFound',
  'ResourceNotFound.VersionServiceNotFound',
];

/** Error codes that concern the environment. */
const ENVIRONMENT_CODES = [
  'InvalidParameterValue.NamespaceNotBelongToAppid',
  'InvalidParameterValue.TemIdInvalid',
  'ResourceNotFound.NamespaceNotFound',
  'ResourceNotFound.VersionNamespaceNotFound',
];

type WrongTarget = Pick<TemTarget, 'applicationId' | 'sourceChannel'> &
  Partial<Pick<TemTarget, 'environmentId'>>;

/**
 * Returns the error, extended with what exists under similar IDs or names if the error concerns an
 * ID and the caller may list it. Makes at most one call for applications and one for environments.
 */
export async function explainWrongTarget(
  call: Call,
  { applicationId, environmentId, sourceChannel }: WrongTarget,
  error: unknown,
): Promise<unknown> {
  // The client does not retry a guarded change: extra details must not delay a certain error.
  const api = createTem((request) => call({ ...request, effect: 'guarded-change' }));
  const isOf = (codes: readonly string[]) => codes.some((code) => hasCode(error, code));
  const [first, second] = await Promise.all([
    isOf(APPLICATION_CODES)
      ? tryToList(() => api.describeApplications({ sourceChannel, isFirstPage: true }))
      : [],
    environmentId !== undefined && isOf(ENVIRONMENT_CODES)
      ? tryToList(() => api.describeEnvironments({ sourceChannel, isFirstPage: true }))
      : [],
  ]);
  const applications = showEntries(listNearest(applicationId, first));
  const environments = showEntries(listNearest(environmentId ?? '', second));
  if (applications.length + environments.length === 0) return error;
  return new MissingTargetError(error as ApiResponseError, [
    ...(applications.length === 0
      ? []
      : [{ text: message('plan.existing-applications'), columns: applications }]),
    ...(environments.length === 0
      ? []
      : [{ text: message('plan.existing-environments'), columns: environments }]),
  ]);
}

/** If the list cannot be read, the original error is reported without it. */
async function tryToList(
  list: () => ReturnType<Tem['describeApplications']>,
): Promise<readonly TemEntry[]> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof ApiError) return [];
    throw error;
  }
}
