import { APP_ID } from '../account.ts';
import { ApiError } from '../api-error.ts';
import { READ_OPERATIONS, SINGLE_PUT, UPLOAD_OPERATIONS } from '../cos/operation.ts';
import type { TemporaryKey } from '../cos/keys.ts';
import type { CosWorld } from '../cos/world.ts';
import type { SimulatedApplication } from './application.ts';
import type { RollingUpdateParameters } from './plan.ts';

const LIFETIME_SECONDS = 1800;

/** A package that CreateCosToken gave a place in COS. */
export interface PackagePlace {
  applicationId: string;
  pkgName: string;
  deployVersion: string;
  bucket: string;
  fullPath: string;
}

export interface PackageName {
  PkgName: string;
  DeployVersion: string;
}

/** TEM's packages in COS: one bucket a region. */
export class PackageStore {
  readonly #cos: CosWorld;
  readonly #places: PackagePlace[] = [];

  constructor(cos: CosWorld, applications: readonly SimulatedApplication[]) {
    this.#cos = cos;
    for (const { region } of applications) cos.createBucket(bucketOf(region), region);
  }

  /** A new place for an upload; every call gives another path, as the official example's time in it does. */
  newPlace(application: SimulatedApplication, name: PackageName, now: number): PackagePlace {
    const { applicationId, region } = application;
    const time = now + this.#places.filter((place) => place.applicationId === applicationId).length;
    const place = {
      applicationId,
      pkgName: name.PkgName,
      deployVersion: name.DeployVersion,
      bucket: bucketOf(region),
      fullPath: `tem/pkg/${APP_ID}/${applicationId}/${Math.floor(time)}/${name.PkgName}`,
    };
    this.#places.push(place);
    return place;
  }

  uploadKey({ bucket, fullPath }: PackagePlace, { behaviour }: SimulatedApplication): TemporaryKey {
    const { lifetimeSeconds = LIFETIME_SECONDS, multipart = true } = behaviour.cosToken ?? {};
    const operations = multipart ? UPLOAD_OPERATIONS : SINGLE_PUT;
    return this.#cos.issueKey({ bucket, path: fullPath, operations }, lifetimeSeconds);
  }

  readKey({ bucket, fullPath }: PackagePlace): TemporaryKey {
    const grant = { bucket, path: fullPath, operations: READ_OPERATIONS };
    return this.#cos.issueKey(grant, LIFETIME_SECONDS);
  }

  /** The newest upload of that name and version that is there; by its FullPath alone, too. */
  find(
    { applicationId, region }: SimulatedApplication,
    name: PackageName,
  ): PackagePlace | undefined {
    const uploaded = this.#places.findLast((place) => {
      const isIt = place.pkgName === name.PkgName && place.deployVersion === name.DeployVersion;
      return place.applicationId === applicationId && isIt && this.#isThere(place);
    });
    if (uploaded !== undefined) return uploaded;
    const { PkgName: pkgName, DeployVersion: deployVersion } = name;
    const place = { applicationId, pkgName, deployVersion, fullPath: pkgName };
    return [{ ...place, bucket: bucketOf(region) }].find((each) => this.#isThere(each));
  }

  /** A pre-signed URL; undefined where there is no such package. */
  url(application: SimulatedApplication, name: PackageName): string | undefined {
    const place = this.find(application, name);
    return place === undefined ? undefined : this.#cos.presign(place.bucket, place.fullPath);
  }

  /** Throws where the application wants packages uploaded and this one is not, or is not named so. */
  check(application: SimulatedApplication, parameters: RollingUpdateParameters): void {
    const { uploadedPackage } = application.behaviour;
    const { PackageName = '', DeployVersion } = parameters;
    if (uploadedPackage === undefined || PackageName === '') return;
    const form = PackageName.includes('/') ? 'full-path' : 'file-name';
    const isNamedSo = uploadedPackage === 'either' || uploadedPackage === form;
    if (isNamedSo && this.find(application, { PkgName: PackageName, DeployVersion })) return;
    // unknown: what the cloud answers.
    throw new ApiError('InternalError.DeployVersionError', 'The package was not found.');
  }

  #isThere({ bucket, fullPath }: PackagePlace): boolean {
    return this.#cos.object(bucket, fullPath) !== undefined;
  }
}

/** Buckets are unique in all regions. unknown: how TEM names its own. */
export function bucketOf(region: string): string {
  return `tem-${region}-${APP_ID}`;
}
