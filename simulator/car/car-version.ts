/** The behaviour of an application's versions. A version keeps the values of its creation. */
export interface CarBehaviour {
  /**
   * Default 2: from the end of the upload until CAR notices it; the status is Uploading until then.
   */
  uploadSeenSeconds: number;
  /** Default 30: how long the status is Creating. */
  creatingSeconds: number;
  /** New versions end as CreateFailed. */
  createFails?: boolean;
  /** Default 10: how long the status is Deleting. */
  deletingSeconds: number;
  /** Default 0: from SetApplicationVersionOnline until the version is Inuse. */
  publishSeconds: number;
  /** Default true; false: the keys only allow a single PUT (multipart uploads get 403). */
  multipart?: boolean;
  /** unknown: whether Path is an object's key (default) or a folder. */
  pathForm?: 'key' | 'folder';
  /** CreateTime of every version; default: when it was created, as RFC 3339. */
  createTime?: string;
}

export const DEFAULT_CAR_BEHAVIOUR: CarBehaviour = {
  uploadSeenSeconds: 2,
  creatingSeconds: 30,
  deletingSeconds: 10,
  publishSeconds: 0,
};

export type CarVersionStatus =
  'Uploading' | 'Creating' | 'CreateFailed' | 'Deleting' | 'Inuse' | 'Normal' | 'Usable';

/** The complete file of a version. */
export interface VersionFile {
  size: number;
  /** Virtual milliseconds since 1970, as all times here. */
  completedAt: number;
}

/** All external events of a version. Its status follows from them and the time. */
export interface VersionRecord {
  applicationVersionId: string;
  fileName: string;
  /** Desktop only. */
  regions: string[] | null;
  updateMode: string | null;
  createdAt: number;
  /** The upload location: a key, or a folder that ends with a slash. */
  path: string;
  /** The behaviour at its creation. */
  behaviour: CarBehaviour;
  /** The file of a seed's version; otherwise the file is looked up in COS. */
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
  const seenAt = (file?.completedAt ?? Infinity) + behaviour.uploadSeenSeconds * 1000;
  if (now < seenAt) return 'Uploading';
  if (now < seenAt + behaviour.creatingSeconds * 1000) return 'Creating';
  return behaviour.createFails === true ? 'CreateFailed' : 'Normal';
}
