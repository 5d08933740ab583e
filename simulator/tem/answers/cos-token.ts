import { randomUUID } from 'node:crypto';
import type { TemporaryKey } from '../../cos/keys.ts';
import type { SimulatedApplication } from '../application.ts';
import type { PackagePlace, PackageStore } from '../packages.ts';

export interface CosTokenQuery {
  PkgName: string;
  OptType: number;
  TimeVersion?: string;
}

const UPLOAD = 1;
const QUERY = 2;

/** Result of CreateCosToken: keys to upload the package with, or to read it. */
export function createCosToken(
  application: SimulatedApplication,
  { PkgName, OptType, TimeVersion = '' }: CosTokenQuery,
  now: number,
  packages: PackageStore,
): unknown {
  const name = { PkgName, DeployVersion: TimeVersion };
  if (OptType === UPLOAD) {
    if (application.behaviour.cosToken?.fails === true) return null;
    const place = packages.newPlace(application, name, now);
    return describeToken(place, packages.uploadKey(place, application), application);
  }
  // The official example sends 0, and is answered with nothing.
  if (OptType !== QUERY) return {};
  const place = packages.find(application, name);
  return place === undefined ? null : describeToken(place, packages.readKey(place), application);
}

function describeToken(
  { bucket, fullPath }: PackagePlace,
  key: TemporaryKey,
  { region }: SimulatedApplication,
): Record<string, string> {
  return {
    RequestId: randomUUID(),
    Bucket: bucket,
    Region: region,
    TmpSecretId: key.secretId,
    TmpSecretKey: key.secretKey,
    SessionToken: key.token,
    // unknown: the form of these two; as seconds since 1970, like those of CAR.
    StartTime: String(Math.floor(key.validFrom / 1000)),
    ExpiredTime: String(Math.floor(key.validUntil / 1000)),
    FullPath: fullPath,
  };
}
