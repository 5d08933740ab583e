import { OperationError } from '../../report/outcome.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { message } from '../../text/message.ts';

/** What a version's status means to this action; undocumented statuses are `other`. */
export type VersionState =
  'in-use' | 'usable' | 'ready' | 'in-preparation' | 'create-failed' | 'deleting' | 'other';

/** The API's own example misspells Creating, so both spellings are accepted. */
const STATES: readonly (readonly [RegExp, VersionState])[] = [
  [/^inuse$/i, 'in-use'],
  [/^usable$/i, 'usable'],
  [/^normal$/i, 'ready'],
  [/^(uploading|create?ing)$/i, 'in-preparation'],
  [/^createfailed$/i, 'create-failed'],
  [/^deleting$/i, 'deleting'],
];

/**
 * Returns what a version's status means; `other` if the status is undocumented. Unknown
 * (car-statuses): which others there are.
 */
export function getVersionState({ status }: ApplicationVersion): VersionState {
  return STATES.find(([word]) => word.test(status))?.[1] ?? 'other';
}

/** How many versions an application can have (car-cli; OperationDenied.VersionLimitExceeded). */
export const MAX_VERSIONS = 5;

/**
 * Removes duplicates, which a list may contain. Of two entries the one in use wins, because a
 * version in use must not be touched.
 */
export function dropDuplicates(versions: readonly ApplicationVersion[]): ApplicationVersion[] {
  const found = new Map<string, ApplicationVersion>();
  for (const version of versions) {
    const known = found.get(version.versionId);
    if (!known || getVersionState(version) === 'in-use') found.set(version.versionId, version);
  }
  return [...found.values()];
}

/** Returns the version with this ID; `undefined` if the list does not have it. */
export function findById(
  versions: readonly ApplicationVersion[],
  versionId: string,
): ApplicationVersion | undefined {
  return versions.find((version) => version.versionId === versionId);
}

/**
 * Returns true if a version is the same as in an earlier list: not uploaded, published or renamed
 * since.
 */
export function isUntouched(
  version: ApplicationVersion,
  earlier: readonly ApplicationVersion[],
): boolean {
  const before = findById(earlier, version.versionId);
  if (!before || version.versionId === '') return false;
  const { name, size, status, createTime } = version;
  const isSameFile = before.name === name && before.size === size;
  return isSameFile && before.status === status && before.createTime === createTime;
}

/** Returns the version that users get now, if there is one. */
export function findVersionInUse(
  versions: readonly ApplicationVersion[],
): ApplicationVersion | undefined {
  return versions.find((version) => getVersionState(version) === 'in-use');
}

/** Returns the versions that block the creation of another (OperationDenied.VersionCreating). */
export function findBlockingVersions(
  versions: readonly ApplicationVersion[],
): ApplicationVersion[] {
  const blocking: readonly VersionState[] = ['ready', 'in-preparation', 'create-failed'];
  return versions.filter((version) => blocking.includes(getVersionState(version)));
}

/**
 * Returns the oldest version that may be deleted for a new one: one that was in use before. Throws
 * an OperationError if the versions have no creation times.
 */
export function findOldestUsable(
  versions: readonly ApplicationVersion[],
): ApplicationVersion | undefined {
  const usable = versions.filter((version) => getVersionState(version) === 'usable');
  const ageless = usable.filter((version) => Number.isNaN(getCreationTime(version)));
  if (ageless.length > 0) throw ageUnknown(ageless);
  return usable.sort((a, b) => getCreationTime(a) - getCreationTime(b))[0];
}

/** Returns the creation time in ms since 1970; NaN if CAR returned none. */
export function getCreationTime({ createTime }: ApplicationVersion): number {
  return Date.parse(createTime);
}

function ageUnknown(versions: readonly ApplicationVersion[]): OperationError {
  return new OperationError(message('car.age-unknown'), {
    code: 'version-age-unknown',
    details: versions.map((version) => ({
      text: message('car.create-time', {
        version: describeVersion(version),
        time: version.createTime,
      }),
    })),
    next: [{ sentence: message('car.delete-in-console') }],
  });
}

/** Formats a version for texts: "ver-uechqlx (shop.zip, Inuse)". */
export function describeVersion({ versionId, name, status }: ApplicationVersion): string {
  return `${versionId} (${[name, status].filter(Boolean).join(', ')})`;
}
