import { hasUnfinishedBatch, isRolloutFailed } from './application-rest.ts';
import { isHealthy, presentPods } from './pods.ts';
import type { Application, Snapshot } from './snapshot.ts';
import { getExpectedInstances, isDeploying } from './snapshot.ts';

/** A version and its package. */
export interface Release {
  readonly deployVersion: string;
  /** A path or a file name; undefined for an image, or for whatever package runs. */
  readonly packageName: string | undefined;
}

/**
 * Returns true if the application is idle on this release and all its instances are healthy. A
 * package or an image whose content has changed under the same name cannot be detected.
 */
export function isRunning(snapshot: Snapshot, release: Release): boolean {
  const { application } = snapshot;
  if (isDeploying(application) || hasUnfinishedBatch(snapshot) || isRolloutFailed(snapshot)) {
    return false;
  }
  if (application.versionId === '' || !isSameRelease(application, release)) return false;
  const pods = presentPods(snapshot);
  return (
    pods.length >= getExpectedInstances(snapshot) &&
    pods.every((pod) => pod.versionId === application.versionId && isHealthy(pod))
  );
}

/** True if a release is the one of the application: another package is another release. */
export function isSameRelease(
  { deployVersion, pkgName }: Pick<Application, 'deployVersion' | 'pkgName'>,
  release: Release,
): boolean {
  if (deployVersion !== release.deployVersion) return false;
  return release.packageName === undefined || isSamePackage(pkgName, release.packageName);
}

/**
 * Unknown (tem-current-package-name): whether PkgName is the whole path or the file's name, so a
 * name alone matches a path.
 */
function isSamePackage(current: string, wanted: string): boolean {
  if (current.includes('/') && wanted.includes('/')) return current === wanted;
  return getFileName(current) === getFileName(wanted);
}

function getFileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
