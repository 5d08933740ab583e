import { isHealthy } from './pods.ts';
import type { Pod, Snapshot } from './snapshot.ts';

/** What is known about the versions of an application's revisions; '' if unknown. */
export interface KnownVersions {
  /** The revision of this step's rollout, and the version that it deploys. */
  readonly revisionId: string;
  readonly version: string;
}

/**
 * Returns the version that all healthy instances run; '' if there are several versions, or if the
 * version is unknown.
 */
export function findServingVersion(snapshot: Snapshot, known: KnownVersions): string {
  const healthy = snapshot.pods.filter(isHealthy);
  const versions = new Set(healthy.map((pod) => getPodVersion(pod, snapshot, known)));
  return versions.size === 1 ? ([...versions][0] ?? '') : '';
}

/**
 * Returns the version of an instance; '' if unknown. Unknown (tem-pod-version-listed): whether the
 * list of instances always contains it; if not, the instance's revision identifies it.
 */
export function getPodVersion(
  { deployVersion, versionId }: Pod,
  { application }: Snapshot,
  { revisionId, version }: KnownVersions,
): string {
  if (deployVersion !== '') return deployVersion;
  if (versionId === '') return '';
  if (versionId === revisionId && version !== '') return version;
  return versionId === application.versionId ? application.deployVersion : '';
}
