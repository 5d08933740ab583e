import type { Application } from './snapshot.ts';

/** A revision by its ID or, where that is not known, by what tells it from all others. */
export interface Sought {
  /** '' where the trigger gave none. */
  readonly revisionId: string;
  /** The revision that was current before the trigger. */
  readonly before: { readonly revisionId: string } | undefined;
  /** What the rollout brings; '' where it was not started by us. */
  readonly deployVersion: string;
}

/**
 * True where the application's current revision is the one sought. Without an ID that is another
 * revision than before, with the version that we asked for: any other one is somebody else's.
 */
export function isSought(application: Application, sought: Sought): boolean {
  const { versionId, deployVersion } = application;
  if (versionId === '') return false;
  if (sought.revisionId) return versionId === sought.revisionId;
  // Unknown: whether DeployVersion is always filled; an empty one speaks neither for nor against.
  const isOurVersion = deployVersion === '' || deployVersion === sought.deployVersion;
  return versionId !== sought.before?.revisionId && isOurVersion;
}
