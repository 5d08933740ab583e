import { createHash } from 'node:crypto';
import type { SimulatedApplication } from '../application.ts';
import { SECRET_MARK } from '../webshell.ts';

const LIFETIME_SECONDS = 3600;

export interface PackageQuery {
  PkgName: string;
  DeployVersion: string;
}

/** Result of GenerateApplicationPackageDownloadUrl: like a pre-signed COS URL, unless the behaviour has one. */
export function packageUrl(
  application: SimulatedApplication,
  query: PackageQuery,
  now: number,
): string | null {
  const { packageUrl: wanted } = application.behaviour;
  return wanted === undefined ? presignedUrl(application, query, now) : wanted;
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
