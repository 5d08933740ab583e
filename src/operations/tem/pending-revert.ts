import type { RevisionMatcher } from '../../rollout/snapshot.ts';
import type { TemContext } from './tem-context.ts';

/** What `post` needs to revert a rollout that a cancelled step could not. */
export interface PendingRevert {
  readonly kind: 'tem-revert';
  readonly applicationId: string;
  readonly environmentId: string;
  /** '' where the trigger's answer had not come yet. */
  readonly revisionId: string;
  /** The revision before the trigger; '' where the rollout was attached to. */
  readonly beforeRevisionId: string;
  /** The version that the rollout brings; '' where it was attached to. */
  readonly deployVersion: string;
  readonly isSent: boolean;
}

/** Keeps it before anything is changed, so that even a killed process is finished by `post`. */
export function savePendingRevert(
  { context, target }: TemContext,
  rollout: RevisionMatcher,
  isSent = false,
): void {
  const { applicationId, environmentId } = target;
  const pending: PendingRevert = {
    kind: 'tem-revert',
    applicationId,
    environmentId,
    revisionId: rollout.revisionId,
    beforeRevisionId: rollout.before?.revisionId ?? '',
    deployVersion: rollout.deployVersion,
    isSent,
  };
  context.save(pending);
}

/** What was kept, where it is whole; `undefined` where nothing is left to finish. */
export function readPendingRevert(saved: unknown): PendingRevert | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { kind, isSent, ...ids } = saved as Record<string, unknown>;
  const { applicationId, environmentId, revisionId, beforeRevisionId, deployVersion } = ids;
  const isWhole =
    kind === 'tem-revert' &&
    typeof applicationId === 'string' &&
    typeof environmentId === 'string' &&
    typeof revisionId === 'string' &&
    typeof beforeRevisionId === 'string' &&
    typeof deployVersion === 'string';
  if (!isWhole) return undefined;
  return {
    kind,
    applicationId,
    environmentId,
    revisionId,
    beforeRevisionId,
    deployVersion,
    isSent: isSent === true,
  };
}
