import { parse } from 'node:path';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { getCreationTime, getVersionState } from './version-state.ts';

/** What is known of a call that may have created a version. */
export interface CreationCall {
  readonly fileName: string;
  /** When it was sent, by the cloud's clock as far as it is known; ms since 1970. */
  readonly sentAt: number;
  /** IDs of all versions that were seen before. */
  readonly known: ReadonlySet<string>;
}

/** The versions that such a call can have created: more than one if it cannot be told. */
export function findCreatedVersions(
  versions: readonly ApplicationVersion[],
  { fileName, sentAt, known }: CreationCall,
): ApplicationVersion[] {
  return findAddedVersions(versions, known).filter(
    (version) =>
      isInPreparation(version) && isNamedAfter(version, fileName) && !isOlderThan(version, sentAt),
  );
}

/** Those that no earlier list had. A version without an ID cannot be told from others. */
export function findAddedVersions(
  versions: readonly ApplicationVersion[],
  known: ReadonlySet<string>,
): ApplicationVersion[] {
  return versions.filter(({ versionId }) => versionId !== '' && !known.has(versionId));
}

/** The state that a new version has, until its file has been dealt with. */
export function isInPreparation(version: ApplicationVersion): boolean {
  return getVersionState(version) === 'in-preparation';
}

/** The official example names a version after its file, without the extension. */
function isNamedAfter({ name }: ApplicationVersion, fileName: string): boolean {
  return [fileName, parse(fileName).name].includes(name);
}

/** How far the clocks of the runner and the cloud may be apart, in milliseconds. */
const CLOCK_SKEW_MS = 10_000;

/** A time without a time zone cannot be compared, and one that is missing says nothing. */
const HAS_TIME_ZONE = /(Z|[+-]\d\d:?\d\d)$/i;

function isOlderThan(version: ApplicationVersion, sentAt: number): boolean {
  const createdAt = getCreationTime(version);
  const isComparable = HAS_TIME_ZONE.test(version.createTime) && !Number.isNaN(createdAt);
  // A time may be given in whole seconds: the skew covers what was cut off.
  return isComparable && createdAt < sentAt - CLOCK_SKEW_MS;
}
