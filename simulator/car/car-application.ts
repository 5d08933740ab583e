import { APP_ID } from '../account.ts';
import type { Clock } from '../clock.ts';
import { SINGLE_PUT, UPLOAD_OPERATIONS } from '../cos/cos-operations.ts';
import type { CosWorld } from '../cos/cos-world.ts';
import type { TemporaryKey } from '../cos/temporary-keys.ts';
import type { NameSource } from '../name-source.ts';
import {
  carError,
  checkCreateParameters,
  checkFileName,
  DEFAULT_REGIONS,
  extensionOf,
} from './car-parameters.ts';
import type { CarKind, CreateVersionParameters } from './car-parameters.ts';
import { seedVersions } from './car-seed.ts';
import type { CarApplicationSeed } from './car-seed.ts';
import { DEFAULT_CAR_BEHAVIOUR, versionStatus } from './car-version.ts';
import type {
  CarBehaviour,
  CarVersionStatus,
  Publication,
  VersionFile,
  VersionRecord,
} from './car-version.ts';

const MAX_VERSIONS = 5;
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

/** The upload location of a new version, and the keys for it. */
export interface UploadPlace {
  bucket: string;
  region: string;
  path: string;
  key: TemporaryKey;
}

export class SimulatedCarApplication {
  readonly applicationId: string;
  readonly kind: CarKind;
  readonly bucket: string;
  /** Region of its bucket. */
  readonly region: string;
  /** May be changed at any time. */
  behaviour: CarBehaviour;
  readonly #clock: Clock;
  readonly #cos: CosWorld;
  readonly #names: NameSource;
  readonly #records: VersionRecord[];
  readonly #publications: Publication[];
  #createdVersions = 0;

  constructor(seed: CarApplicationSeed, clock: Clock, cos: CosWorld, names: NameSource) {
    this.applicationId = seed.applicationId;
    this.kind = seed.kind ?? 'desktop';
    this.region = seed.region ?? 'ap-guangzhou';
    this.behaviour = { ...DEFAULT_CAR_BEHAVIOUR, ...seed.behaviour };
    this.#clock = clock;
    this.#cos = cos;
    this.#names = names;
    this.bucket = cos.createBucket(`car-${this.region}-${APP_ID}`, this.region).name;
    const seeded = seedVersions(seed, this.behaviour, (...made) => this.#record(...made));
    this.#records = seeded.records;
    this.#publications = seeded.publications;
  }

  /** The versions that are not deleted, the oldest first. */
  get versions(): CarVersion[] {
    return this.#records.flatMap((record) => {
      const version = this.#view(record);
      return version === null ? [] : [version];
    });
  }

  /** How often CreateApplicationVersion was executed. */
  get createdVersions(): number {
    return this.#createdVersions;
  }

  /** Throws if the version does not exist or is deleted. */
  version(applicationVersionId: string): CarVersion {
    const found = this.versions.find((each) => each.applicationVersionId === applicationVersionId);
    if (found === undefined) throw carError('InvalidParameterValue', 'ApplicationVersionId.');
    return found;
  }

  /** As CreateApplicationVersion by someone else. Throws ApiError. */
  createVersion(parameters: CreateVersionParameters): CarVersion {
    checkCreateParameters(parameters, this.kind);
    const { versions } = this;
    if (versions.some(({ status }) => PENDING.includes(status))) {
      throw carError('OperationDenied.VersionCreating');
    }
    // A version counts until its deletion is complete.
    if (versions.length >= MAX_VERSIONS) throw carError('OperationDenied.VersionLimitExceeded');
    const record = this.#record(this.#names('ver', 8), parameters.ApplicationFileName);
    if (this.kind === 'desktop') {
      record.regions = parameters.ApplicationVersionRegions ?? [...DEFAULT_REGIONS];
      record.updateMode = parameters.ApplicationVersionUpdateMode ?? 'FULL';
    }
    this.#records.push(record);
    this.#createdVersions += 1;
    return this.version(record.applicationVersionId);
  }

  /** As SetApplicationVersionOnline by someone else. Throws ApiError. */
  setOnline(applicationVersionId: string): void {
    const { status } = this.version(applicationVersionId);
    if (!PUBLISHABLE.includes(status)) throw carError('OperationDenied', `It is ${status}.`);
    if (status === 'Inuse') return;
    if (this.behaviour.launchPathMissing === true && this.kind === 'desktop') {
      throw carError('FailedOperation.PathNotFound');
    }
    const at = this.#clock.now() + this.behaviour.publishSeconds * 1000;
    this.#publications.push({ applicationVersionId, at });
  }

  /** As DeleteApplicationVersion by someone else; the status is Deleting first. Throws ApiError. */
  deleteVersion(applicationVersionId: string): void {
    const { status } = this.version(applicationVersionId);
    if (status === 'Inuse') throw carError('OperationDenied', 'It is in use.');
    const record = this.#find(applicationVersionId);
    if (record !== undefined) record.deletedAt ??= this.#clock.now();
  }

  /** For the version in preparation; `fileName` replaces the name given before. Throws ApiError. */
  uploadPlace(fileName?: string): UploadPlace {
    const pending = this.versions.findLast(({ status }) => IN_PREPARATION.includes(status));
    const record = this.#find(pending?.applicationVersionId);
    // unknown: what CAR returns if no version waits for its file.
    if (record === undefined) throw carError('FailedOperation.PathNotFound');
    if (fileName !== undefined) {
      checkFileName(fileName, this.kind);
      record.fileName = fileName;
      record.path = this.#pathOf(record.applicationVersionId, fileName);
    }
    const { bucket, region, behaviour } = this;
    const operations = behaviour.multipart === false ? SINGLE_PUT : UPLOAD_OPERATIONS;
    const grant = { bucket, path: record.path, operations };
    const key = this.#cos.keys.issue(grant, behaviour.credentialSeconds);
    return { bucket, region, path: record.path, key };
  }

  #find(id: string | undefined): VersionRecord | undefined {
    return this.#records.find(({ applicationVersionId }) => applicationVersionId === id);
  }

  #view(record: VersionRecord): CarVersion | null {
    const file = record.seededFile ?? this.#fileOf(record);
    const status = versionStatus(record, file, this.#publications, this.#clock.now());
    if (status === null) return null;
    const { applicationVersionId, fileName, regions, updateMode, createdAt, path } = record;
    const version = { applicationVersionId, fileName, regions, updateMode, createdAt, path };
    return { ...version, status, size: file?.size ?? 0 };
  }

  #fileOf({ path }: VersionRecord): VersionFile | null {
    const objects = this.#cos.bucket(this.bucket).objects;
    const isFolder = path.endsWith('/');
    return objects.find(({ key }) => key === path || (isFolder && key.startsWith(path))) ?? null;
  }

  #record(applicationVersionId: string, fileName: string): VersionRecord {
    return {
      applicationVersionId,
      fileName,
      regions: null,
      updateMode: null,
      createdAt: this.#clock.now(),
      path: this.#pathOf(applicationVersionId, fileName),
      behaviour: structuredClone(this.behaviour),
      seededFile: null,
      deletedAt: null,
    };
  }

  /** Returns the object key; the file is named after the application. */
  #pathOf(applicationVersionId: string, fileName: string): string {
    const folder = `${APP_ID}/${this.applicationId}/${applicationVersionId}/`;
    if (this.behaviour.pathForm === 'folder') return folder;
    return `${folder}${this.applicationId}.${extensionOf(fileName)}`;
  }
}
