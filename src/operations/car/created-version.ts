import { parse } from 'node:path';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { getCreationTime, getVersionState } from './version-state.ts';

/** What is known about a call that may have created a version. */
export interface CreationCall {
  readonly fileName: string;
  /**
   * When the call was sent, in ms since 1970, corrected to the server's clock if its offset is
   * known.
   */
  readonly sentAt: number;
  /** IDs of all versions that were seen before the call. */
  readonly known: ReadonlySet<string>;
}

/**
 * Returns the versions that the call may have created. More than one means that they cannot be told
 * apart.
 */
export function findCreatedVersions(
  versions: readonly ApplicationVersion[],
  { fileName, sentAt, known }: CreationCall,
): ApplicationVersion[] {
  return findAddedVersions(versions, known).filter(
    (version) =>
      isInPreparation(version) && isNamedAfter(version, fileName) && !isOlderThan(version, sentAt),
  );
}

/**
 * Returns the versions that no earlier list had. Versions without an ID are left out, because they
 * cannot be told apart.
 */
export function findAddedVersions(
  versions: readonly ApplicationVersion[],
  known: ReadonlySet<string>,
): ApplicationVersion[] {
  return versions.filter(({ versionId }) => versionId !== '' && !known.has(versionId));
}

/** Returns true for the state of a new version whose file is not yet processed. */
export function isInPreparation(version: ApplicationVersion): boolean {
  return getVersionState(version) === 'in-preparation';
}

/** In the official example a version is named after its file, without the extension. */
function isNamedAfter({ name }: ApplicationVersion, fileName: string): boolean {
  return [fileName, parse(fileName).name].includes(name);
}

/** How far the runner's clock and the server's clock may differ, in milliseconds. */
const CLOCK_SKEW_MS = 10_000;

/** A time without a time zone cannot be compared, and a missing time proves nothing. */
const HAS_TIME_ZONE = /(Z|[+-]\d\d:?\d\d)$/i;

function isOlderThan(version: ApplicationVersion, sentAt: number): boolean {
  const createdAt = getCreationTime(version);
  const isComparable = HAS_TIME_ZONE.test(version.createTime) && !Number.isNaN(createdAt);
  // CAR may round times down to whole seconds; the allowed clock skew covers that.
  return isComparable && createdAt < sentAt - CLOCK_SKEW_MS;
}
