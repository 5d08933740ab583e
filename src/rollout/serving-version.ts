import { isHealthy } from './pods.ts';
import type { Pod, Snapshot } from './snapshot.ts';

/** What is known about the versions of an application's revisions; '' if unknown. */
export interface KnownVersions {
  /** The revision of this step's rollout, and the version that it deploys. */
  readonly revisionId: string;
  readonly version: string;
}

/** Returns the versions that healthy instances run, without duplicates, the most frequent first. */
export function listServingVersions(snapshot: Snapshot, known: KnownVersions): string[] {
  const counts = new Map<string, number>();
  for (const pod of snapshot.pods.filter(isHealthy)) {
    const version = getPodVersion(pod, snapshot, known);
    counts.set(version, (counts.get(version) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([version]) => version);
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
