import { randomUUID } from 'node:crypto';
import { APP_ID } from '../account.ts';
import { ApiError } from '../api-error.ts';
import { READ_OPERATIONS, SINGLE_PUT, UPLOAD_OPERATIONS } from '../cos/cos-operations.ts';
import { encodeKey } from '../cos/cos-address.ts';
import { presignedUrl } from '../cos/cos-signature.ts';
import type { CosWorld } from '../cos/cos-world.ts';
import type { TemporaryKey } from '../cos/temporary-keys.ts';
import type { Fields } from '../gateway/service.ts';
import type { RollingUpdateParameters } from './rollout-plan.ts';
import type { SimulatedApplication } from './tem-application.ts';

const LIFETIME_SECONDS = 1800;
const URL_SECONDS = 3600;
/** The values of OptType. */
const UPLOAD = 1;
const QUERY = 2;

export interface CosTokenQuery {
  PkgName: string;
  OptType: number;
  TimeVersion?: string;
}

export interface PackageQuery {
  PkgName: string;
  DeployVersion: string;
}

/** A package that CreateCosToken assigned a path in COS. */
interface PackagePlace extends PackageQuery {
  applicationId: string;
  bucket: string;
  fullPath: string;
}

/** TEM's packages in COS: one bucket for each region. */
export class PackageStore {
  readonly #cos: CosWorld;
  readonly #places: PackagePlace[] = [];

  constructor(cos: CosWorld, applications: readonly SimulatedApplication[]) {
    this.#cos = cos;
    for (const { region } of applications) cos.createBucket(bucketOf(region), region);
  }

  /** Result of CreateCosToken: keys to upload the package with, or to read it. */
  createToken(
    application: SimulatedApplication,
    { PkgName, OptType, TimeVersion = '' }: CosTokenQuery,
    now: number,
  ): Fields | null {
    const query = { PkgName, DeployVersion: TimeVersion };
    const { cosToken = {} } = application.behaviour;
    if (OptType === UPLOAD) {
      const { lifetimeSeconds = LIFETIME_SECONDS, multipart = true, fails = false } = cosToken;
      if (fails) return null;
      const place = this.#newPlace(application, query, now);
      const operations = multipart ? UPLOAD_OPERATIONS : SINGLE_PUT;
      const grant = { bucket: place.bucket, path: place.fullPath, operations };
      return describeToken(application, place, this.#cos.keys.issue(grant, lifetimeSeconds));
    }
    // The official example sends 0 and receives no fields.
    if (OptType !== QUERY) return {};
    const place = this.#find(application, query);
    if (place === undefined) return null;
    const grant = { bucket: place.bucket, path: place.fullPath, operations: READ_OPERATIONS };
    return describeToken(application, place, this.#cos.keys.issue(grant, LIFETIME_SECONDS));
  }

  /**
   * Result of GenerateApplicationPackageDownloadUrl, unless the behaviour has one: a pre-signed URL
   * of the package in the simulator's COS; if it is not there, a URL of the form that the real COS has.
   */
  packageUrl(application: SimulatedApplication, query: PackageQuery, now: number): string | null {
    const { packageUrl } = application.behaviour;
    if (packageUrl !== undefined) return packageUrl;
    const place = this.#find(application, query);
    if (place !== undefined) return this.#cos.presign(place.bucket, place.fullPath);
    const { region, applicationId } = application;
    const { PkgName, DeployVersion } = query;
    const ownPath = `tem/pkg/${applicationId}/${DeployVersion}/${PkgName}`;
    return presignedUrl({
      origin: `https://tem-${APP_ID}.cos.${region}.myqcloud.com`,
      path: `/${encodeKey(PkgName.includes('/') ? PkgName : ownPath)}`,
      key: this.#cos.keys.urlKey,
      now,
      lifetimeSeconds: URL_SECONDS,
    });
  }

  /** Throws if the application requires uploaded packages and this one is missing or named otherwise. */
  check(application: SimulatedApplication, parameters: RollingUpdateParameters): void {
    const { uploadedPackage } = application.behaviour;
    const { PackageName = '', DeployVersion } = parameters;
    if (uploadedPackage === undefined || PackageName === '') return;
    const form = PackageName.includes('/') ? 'full-path' : 'file-name';
    const isNamedSo = uploadedPackage === 'either' || uploadedPackage === form;
    if (isNamedSo && this.#find(application, { PkgName: PackageName, DeployVersion })) return;
    // unknown: TEM's error for it.
    throw new ApiError('InternalError.DeployVersionError', 'The package was not found.');
  }

  /** Every call returns another path: the path contains the time, as in the official example. */
  #newPlace(application: SimulatedApplication, query: PackageQuery, now: number): PackagePlace {
    const { applicationId, region } = application;
    const time = now + this.#places.filter((place) => place.applicationId === applicationId).length;
    const fullPath = `tem/pkg/${APP_ID}/${applicationId}/${Math.floor(time)}/${query.PkgName}`;
    const place = { ...query, applicationId, bucket: bucketOf(region), fullPath };
    this.#places.push(place);
    return place;
  }

  /** The latest upload of that name and version that is in COS, or the object at that full path. */
  #find(
    { applicationId, region }: SimulatedApplication,
    query: PackageQuery,
  ): PackagePlace | undefined {
    const { PkgName, DeployVersion } = query;
    const uploads = this.#places.filter((place) => {
      const isSame = place.PkgName === PkgName && place.DeployVersion === DeployVersion;
      return place.applicationId === applicationId && isSame;
    });
    const byPath = { ...query, applicationId, bucket: bucketOf(region), fullPath: PkgName };
    return [...uploads.toReversed(), byPath].find(({ bucket, fullPath }) => {
      return this.#cos.object(bucket, fullPath) !== undefined;
    });
  }
}

/** Bucket names are unique across regions. unknown: how TEM names its own. */
function bucketOf(region: string): string {
  return `tem-${region}-${APP_ID}`;
}

function describeToken(
  { region }: SimulatedApplication,
  { bucket, fullPath }: PackagePlace,
  key: TemporaryKey,
): Fields {
  return {
    RequestId: randomUUID(),
    Bucket: bucket,
    Region: region,
    TmpSecretId: key.secretId,
    TmpSecretKey: key.secretKey,
    SessionToken: key.token,
    // unknown: the form of these two; here seconds since 1970, as in CAR.
    StartTime: String(Math.floor(key.validFrom / 1000)),
    ExpiredTime: String(Math.floor(key.validUntil / 1000)),
    FullPath: fullPath,
  };
}
