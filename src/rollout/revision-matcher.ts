import type { Application } from './snapshot.ts';

/** A revision by its ID or, where that is not known, by what tells it from all others. */
export interface RevisionMatcher {
  /** '' where the trigger gave none. */
  readonly revisionId: string;
  /** The revision that was current before the trigger. */
  readonly before: { readonly revisionId: string } | undefined;
  /** The version that the rollout brings; '' where this step did not start it. */
  readonly deployVersion: string;
}

/**
 * True where the application's current revision is the wanted one. Without an ID that is another
 * revision than before, with the version that was asked for: any other one is somebody else's.
 */
export function matchesRevision(application: Application, matcher: RevisionMatcher): boolean {
  const { versionId, deployVersion } = application;
  if (versionId === '') return false;
  if (matcher.revisionId) return versionId === matcher.revisionId;
  // Unknown: whether DeployVersion is always filled; an empty one speaks neither for nor against.
  const isWantedVersion = deployVersion === '' || deployVersion === matcher.deployVersion;
  return versionId !== matcher.before?.revisionId && isWantedVersion;
}
