import type { CarBehaviour } from './behaviour.ts';

export type CarVersionStatus =
  'Uploading' | 'Creating' | 'CreateFailed' | 'Deleting' | 'Inuse' | 'Normal' | 'Usable';

/** The file of a version, once it is whole. */
export interface VersionFile {
  size: number;
  /** Virtual milliseconds since 1970, as all times here. */
  completedAt: number;
}

/** All that ever happens to a version from outside; its status follows from this and the time. */
export interface VersionRecord {
  applicationVersionId: string;
  fileName: string;
  /** Desktop only. */
  regions: string[] | null;
  updateMode: string | null;
  createdAt: number;
  /** Where its file goes: a key, or a folder's with a slash at its end. */
  path: string;
  /** As it stood at its creation. */
  behaviour: CarBehaviour;
  /** Of a version that the seed made; otherwise the file is looked up in COS. */
  seededFile: VersionFile | null;
  deletedAt: number | null;
}

export interface Publication {
  applicationVersionId: string;
  at: number;
}

/** The status at `now`; null once it is deleted. */
export function versionStatus(
  record: VersionRecord,
  file: VersionFile | null,
  publications: readonly Publication[],
  now: number,
): CarVersionStatus | null {
  const { behaviour, deletedAt } = record;
  if (deletedAt !== null) {
    return now < deletedAt + behaviour.deletingSeconds * 1000 ? 'Deleting' : null;
  }
  return publishedStatus(record, publications, now) ?? creationStatus(behaviour, file, now);
}

function publishedStatus(
  { applicationVersionId }: VersionRecord,
  publications: readonly Publication[],
  now: number,
): CarVersionStatus | null {
  const past = publications.filter(({ at }) => at <= now);
  if (past.at(-1)?.applicationVersionId === applicationVersionId) return 'Inuse';
  const wasPublished = past.some((each) => each.applicationVersionId === applicationVersionId);
  return wasPublished ? 'Usable' : null;
}

function creationStatus(
  behaviour: CarBehaviour,
  file: VersionFile | null,
  now: number,
): CarVersionStatus {
  if (file === null) return behaviour.statusBeforeUpload ?? 'Uploading';
  const seenAt = file.completedAt + behaviour.uploadSeenSeconds * 1000;
  if (now < seenAt) return behaviour.statusBeforeUpload ?? 'Uploading';
  if (now < seenAt + behaviour.creatingSeconds * 1000) return 'Creating';
  return behaviour.createFails === true ? 'CreateFailed' : 'Normal';
}
