import { APP_ID } from '../account.ts';
import type { Clock } from '../clock.ts';
import { SINGLE_PUT, UPLOAD_OPERATIONS } from '../cos/cos-operations.ts';
import type { CosWorld } from '../cos/cos-world.ts';
import type { NameSource } from '../name-source.ts';
import {
  carError,
  checkCreateParameters,
  checkFileName,
  DEFAULT_REGIONS,
  extensionOf,
} from './car-parameters.ts';
import type { CreateVersionParameters } from './car-parameters.ts';
import { seedVersions } from './car-seed.ts';
import type { CarApplicationSeed } from './car-seed.ts';
import { DEFAULT_CAR_BEHAVIOUR, versionStatus } from './car-version.ts';
import type { CarBehaviour, CarVersionStatus, VersionFile, VersionRecord } from './car-version.ts';

const MAX_VERSIONS = 5;
const CREDENTIAL_SECONDS = 1800;
/** While a version has one of these statuses, no other can be created. */
const PENDING: readonly CarVersionStatus[] = ['Uploading', 'Creating', 'Normal', 'CreateFailed'];
const IN_PREPARATION: readonly CarVersionStatus[] = ['Uploading', 'Creating'];
const PUBLISHABLE: readonly CarVersionStatus[] = ['Normal', 'Usable', 'Inuse'];

/** The current state of a version. */
export interface CarVersion extends Omit<VersionRecord, 'behaviour' | 'seededFile' | 'deletedAt'> {
  status: CarVersionStatus;
  /** Bytes; 0 until the file is uploaded. */
  size: number;
}

export type SimulatedCarApplication = ReturnType<typeof simulatedCarApplication>;

export function simulatedCarApplication(
  seed: CarApplicationSeed,
  clock: Clock,
  cos: CosWorld,
  names: NameSource,
) {
  const { applicationId, kind = 'desktop', region = 'ap-guangzhou' } = seed;
  const bucket = cos.createBucket(`car-${region}-${APP_ID}`, region).name;
  const behaviour: CarBehaviour = { ...DEFAULT_CAR_BEHAVIOUR, ...seed.behaviour };

  /** Returns the object key; the file is named after the application. */
  const pathOf = (applicationVersionId: string, fileName: string): string => {
    const folder = `${APP_ID}/${applicationId}/${applicationVersionId}/`;
    if (behaviour.pathForm === 'folder') return folder;
    return `${folder}${applicationId}.${extensionOf(fileName)}`;
  };

  const record = (applicationVersionId: string, given: CreateVersionParameters): VersionRecord => {
    const { ApplicationFileName, ApplicationVersionRegions, ApplicationVersionUpdateMode } = given;
    const isDesktop = kind === 'desktop';
    return {
      applicationVersionId,
      fileName: ApplicationFileName,
      regions: isDesktop ? (ApplicationVersionRegions ?? [...DEFAULT_REGIONS]) : null,
      updateMode: isDesktop ? (ApplicationVersionUpdateMode ?? 'FULL') : null,
      createdAt: clock.now(),
      path: pathOf(applicationVersionId, ApplicationFileName),
      behaviour: structuredClone(behaviour),
      seededFile: null,
      deletedAt: null,
    };
  };

  const { records, publications } = seedVersions(seed, behaviour, record);
  const seeded = records.length;

  const uploadedFile = (path: string): VersionFile | undefined =>
    cos.bucket(bucket).objects.find(({ key }) => {
      return key === path || (path.endsWith('/') && key.startsWith(path));
    });

  const listVersions = (): CarVersion[] =>
    records.flatMap((each) => {
      const file = each.seededFile ?? uploadedFile(each.path) ?? null;
      const status = versionStatus(each, file, publications, clock.now());
      if (status === null) return [];
      const { applicationVersionId, fileName, regions, updateMode, createdAt, path } = each;
      const version = { applicationVersionId, fileName, regions, updateMode, createdAt, path };
      return [{ ...version, status, size: file?.size ?? 0 }];
    });

  const findRecord = (id: string | undefined): VersionRecord | undefined =>
    records.find(({ applicationVersionId }) => applicationVersionId === id);

  const findVersion = (id: string): CarVersion => {
    const found = listVersions().find(({ applicationVersionId }) => applicationVersionId === id);
    if (found === undefined) throw carError('InvalidParameterValue', 'ApplicationVersionId.');
    return found;
  };

  return {
    applicationId,
    bucket,
    /** May be changed at any time. */
    behaviour,

    /** The versions that are not deleted, the oldest first. */
    get versions(): CarVersion[] {
      return listVersions();
    },

    /** How often CreateApplicationVersion was executed. */
    get createdVersions(): number {
      return records.length - seeded;
    },

    /** Throws if the version does not exist or is deleted. */
    version: findVersion,

    /** As CreateApplicationVersion by someone else. Throws ApiError. */
    createVersion: (parameters: CreateVersionParameters): CarVersion => {
      checkCreateParameters(parameters, kind);
      const versions = listVersions();
      if (versions.some(({ status }) => PENDING.includes(status))) {
        throw carError('OperationDenied.VersionCreating');
      }
      // A version counts until its deletion is complete.
      if (versions.length >= MAX_VERSIONS) throw carError('OperationDenied.VersionLimitExceeded');
      const created = record(names('ver', 8), parameters);
      records.push(created);
      return findVersion(created.applicationVersionId);
    },

    /** As SetApplicationVersionOnline by someone else. Throws ApiError. */
    setOnline: (applicationVersionId: string): void => {
      const { status } = findVersion(applicationVersionId);
      if (!PUBLISHABLE.includes(status)) throw carError('OperationDenied', `It is ${status}.`);
      if (status === 'Inuse') return;
      const at = clock.now() + behaviour.publishSeconds * 1000;
      publications.push({ applicationVersionId, at });
    },

    /** As DeleteApplicationVersion by someone else; the status is Deleting first. Throws ApiError. */
    deleteVersion: (applicationVersionId: string): void => {
      const { status } = findVersion(applicationVersionId);
      if (status === 'Inuse') throw carError('OperationDenied', 'It is in use.');
      const deleted = findRecord(applicationVersionId);
      if (deleted !== undefined) deleted.deletedAt ??= clock.now();
    },

    /**
     * Where the version in preparation is uploaded to, with new keys; `fileName` replaces the name
     * given before. Throws ApiError.
     */
    uploadPlace: (fileName?: string) => {
      const pending = listVersions().findLast(({ status }) => IN_PREPARATION.includes(status));
      const waiting = findRecord(pending?.applicationVersionId);
      // unknown: what CAR returns if no version waits for its file.
      if (waiting === undefined) throw carError('FailedOperation.PathNotFound');
      if (fileName !== undefined) {
        checkFileName(fileName, kind);
        waiting.fileName = fileName;
        waiting.path = pathOf(waiting.applicationVersionId, fileName);
      }
      const { path } = waiting;
      const operations = behaviour.multipart === false ? SINGLE_PUT : UPLOAD_OPERATIONS;
      const key = cos.keys.issue({ bucket, path, operations }, CREDENTIAL_SECONDS);
      return { bucket, region, path, key };
    },
  };
}
