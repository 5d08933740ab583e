import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { OperationError } from '../../report/outcome.ts';

/** What a version's status means to us; words that no documentation names are `other`. */
export type VersionState =
  'in-use' | 'usable' | 'ready' | 'in-preparation' | 'create-failed' | 'deleting' | 'other';

/** The API's own example misspells Creating. */
const STATES: readonly (readonly [RegExp, VersionState])[] = [
  [/^inuse$/i, 'in-use'],
  [/^usable$/i, 'usable'],
  [/^normal$/i, 'ready'],
  [/^(uploading|create?ing)$/i, 'in-preparation'],
  [/^createfailed$/i, 'create-failed'],
  [/^deleting$/i, 'deleting'],
];

export function getVersionState({ status }: ApplicationVersion): VersionState {
  return STATES.find(([word]) => word.test(status))?.[1] ?? 'other';
}

/** An application holds so many versions (car-cli; OperationDenied.VersionLimitExceeded). */
export const MAX_VERSIONS = 5;

/** The versions that block the creation of another (OperationDenied.VersionCreating). */
export function findBlockingVersions(
  versions: readonly ApplicationVersion[],
): ApplicationVersion[] {
  const blocking: readonly VersionState[] = ['ready', 'in-preparation', 'create-failed'];
  return versions.filter((version) => blocking.includes(getVersionState(version)));
}

/**
 * The oldest version that may be deleted to make room: one that was in use before. Throws a Refusal
 * where their times do not tell which it is.
 */
export function findOldestUsable(
  versions: readonly ApplicationVersion[],
): ApplicationVersion | undefined {
  const usable = versions.filter((version) => getVersionState(version) === 'usable');
  const timeless = usable.filter((version) => Number.isNaN(createdAt(version)));
  if (timeless.length > 0) throw ageUnknown(timeless);
  return usable.sort((a, b) => createdAt(a) - createdAt(b))[0];
}

function createdAt({ createTime }: ApplicationVersion): number {
  return Date.parse(createTime);
}

function ageUnknown(versions: readonly ApplicationVersion[]): OperationError {
  return new OperationError('it cannot be told which version is the oldest: nothing was deleted', {
    details: versions.map(
      (version) => `${describeVersion(version)} has the CreateTime "${version.createTime}"`,
    ),
    next: [{ sentence: 'Delete a version in the CAR console, and run the job again.' }],
  });
}

/** "ver-uechqlx (shop.zip, Inuse)" */
export function describeVersion({ versionId, name, status }: ApplicationVersion): string {
  return `${versionId} (${[name, status].filter(Boolean).join(', ')})`;
}
