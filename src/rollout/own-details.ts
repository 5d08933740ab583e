import type { Lasting } from './lasting.ts';
import { addCheck, hasLasted, STALE_READ_MS } from './lasting.ts';
import type { Deployment, Snapshot } from './snapshot.ts';

/** What distinguishes the details of one rollout from those of the rollouts before and after it. */
export interface OwnDetails {
  /** StartTime of its details; '' until they were seen. */
  readonly startTime: string;
  /**
   * Another StartTime under the same revision. If this one lasts, `startTime` came from a stale
   * read.
   */
  readonly other: (Lasting & { readonly startTime: string }) | undefined;
}

/** The value before the details of a rollout were seen. */
export const UNSEEN_DETAILS: OwnDetails = { startTime: '', other: undefined };

/** How to recognize the details of a rollout. */
export interface DetailsMatcher {
  readonly details: OwnDetails;
  readonly before: { readonly startTime: string } | undefined;
  /** The version that the rollout deploys; '' if unknown. */
  readonly deployVersion: string;
}

/**
 * Returns true if the details in a snapshot of the followed revision are those of its rollout.
 * Details carry no revision ID: the previous rollout has another StartTime, and a later rollout has
 * another version or, with the same version, another StartTime than the one seen before. Empty
 * values prove nothing. Unknown (tem-details-start-time): whether every rollout has a StartTime
 * that does not change.
 */
export function areDetailsOwn(
  { application, deployment }: Snapshot,
  matcher: DetailsMatcher,
): boolean {
  if (!deployment) return false;
  const { newDeployVersion, startTime } = deployment;
  const { details, before } = matcher;
  if (startTime !== '' && startTime === before?.startTime) return false;
  const version = matcher.deployVersion || application.deployVersion;
  if (newDeployVersion !== '' && version !== '' && newDeployVersion !== version) return false;
  return startTime === '' || details.startTime === '' || startTime === details.startTime;
}

/**
 * Remembers the StartTime of the rollout's details, seen at `now` (ms) under the followed revision.
 */
export function trackOwnDetails(
  snapshot: Snapshot,
  matcher: DetailsMatcher,
  now: number,
): OwnDetails {
  const { details } = matcher;
  const { deployment } = snapshot;
  if (!deployment?.startTime) return details;
  if (areDetailsOwn(snapshot, matcher))
    return { startTime: deployment.startTime, other: undefined };
  const isThisRollout = areDetailsOwn(snapshot, { ...matcher, details: UNSEEN_DETAILS });
  return isThisRollout && isLater(deployment, details)
    ? trackOther(deployment, details, now)
    : details;
}

/**
 * Returns true if the details have a later StartTime. Times in the same format sort by time as
 * text; a time in another format is never later.
 */
function isLater({ startTime }: Deployment, details: OwnDetails): boolean {
  return startTime.length === details.startTime.length && startTime > details.startTime;
}

function trackOther({ startTime }: Deployment, details: OwnDetails, now: number): OwnDetails {
  const before = details.other?.startTime === startTime ? details.other : undefined;
  const other = { ...addCheck(before, now), startTime };
  return hasLasted(other, STALE_READ_MS, now)
    ? { startTime, other: undefined }
    : { ...details, other };
}
