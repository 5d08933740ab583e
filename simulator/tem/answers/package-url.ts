import { createHash } from 'node:crypto';
import type { SimulatedApplication } from '../application.ts';
import type { PackageStore } from '../packages.ts';
import { SECRET_MARK } from '../webshell.ts';

const LIFETIME_SECONDS = 3600;

export interface PackageQuery {
  PkgName: string;
  DeployVersion: string;
}

/**
 * Result of GenerateApplicationPackageDownloadUrl, unless the behaviour has one: a pre-signed URL of
 * the package in the simulator's COS; like a URL of the real COS where it is not there.
 */
export function packageUrl(
  application: SimulatedApplication,
  query: PackageQuery,
  now: number,
  packages: PackageStore,
): string | null {
  const { packageUrl: wanted } = application.behaviour;
  if (wanted !== undefined) return wanted;
  return packages.url(application, query) ?? presignedUrl(application, query, now);
}

function presignedUrl(
  { region, applicationId }: SimulatedApplication,
  { PkgName, DeployVersion }: PackageQuery,
  now: number,
): string {
  const key = PkgName.includes('/')
    ? PkgName
    : `tem/pkg/${applicationId}/${DeployVersion}/${PkgName}`;
  const start = Math.floor(now / 1000);
  const time = `${start};${start + LIFETIME_SECONDS}`;
  const query = new URLSearchParams({
    'q-sign-algorithm': 'sha1',
    'q-ak': `AKID-${SECRET_MARK}`,
    'q-sign-time': time,
    'q-key-time': time,
    'q-header-list': 'host',
    'q-url-param-list': '',
    'q-signature': createHash('sha1').update(`${key}\n${DeployVersion}\n${time}`).digest('hex'),
  });
  const path = key.split('/').map(encodeURIComponent).join('/');
  return `https://tem-1300000000.cos.${region}.myqcloud.com/${path}?${query.toString()}`;
}
