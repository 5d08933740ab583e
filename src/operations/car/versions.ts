import type { ApplicationVersion } from '../../tencent/car.ts';

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

export function stateOf({ status }: ApplicationVersion): VersionState {
  return STATES.find(([word]) => word.test(status))?.[1] ?? 'other';
}

/** An application holds so many versions (car-cli; OperationDenied.VersionLimitExceeded). */
export const MOST_VERSIONS = 5;

/** The versions that block the creation of another (OperationDenied.VersionCreating). */
export function blockers(versions: readonly ApplicationVersion[]): ApplicationVersion[] {
  const blocking: readonly VersionState[] = ['ready', 'in-preparation', 'create-failed'];
  return versions.filter((version) => blocking.includes(stateOf(version)));
}

/** The oldest version that may be deleted to make room: one that was in use before. */
export function oldestUsable(
  versions: readonly ApplicationVersion[],
): ApplicationVersion | undefined {
  return versions
    .filter((version) => stateOf(version) === 'usable')
    .sort((a, b) => Date.parse(a.createTime) - Date.parse(b.createTime))[0];
}

/** "ver-uechqlx (shop.zip, Inuse)" */
export function describeVersion({ versionId, name, status }: ApplicationVersion): string {
  return `${versionId} (${[name, status].filter(Boolean).join(', ')})`;
}
