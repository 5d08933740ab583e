import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import type { ChangeState } from './guarded-change.ts';
import type { VersionState } from './version-state.ts';
import { findById, findVersionInUse, getVersionState } from './version-state.ts';

/** The state before a version is published, and what is known since. */
export interface Publication {
  readonly versionId: string;
  /** The state of this step's version before it is published: `usable` if it was in use earlier. */
  readonly from: Extract<VersionState, 'ready' | 'usable'>;
  /** ID of the version that was in use just before; '' if there was none. */
  readonly before: string;
  /** True if CAR's response showed this step's version in use. */
  readonly wasInUse: boolean;
}

/** Returns the ID of the version in use; '' if there is none. */
export function findIdInUse(versions: readonly ApplicationVersion[]): string {
  return findVersionInUse(versions)?.versionId ?? '';
}

/**
 * Decides whether the publication may be sent, or sent again: only if nothing else has happened.
 */
export function judgePublication(
  versions: readonly ApplicationVersion[],
  { versionId, from, before }: Publication,
): ChangeState {
  const version = findById(versions, versionId);
  if (!version) return 'absent';
  const state = getVersionState(version);
  if (state === 'in-use') return 'done';
  return state === from && findIdInUse(versions) === before ? 'pending' : 'overtaken';
}

/**
 * Returns true if the list shows that this step's version was in use (or would have been), and that
 * another one has replaced it.
 */
export function isSuperseded(
  versions: readonly ApplicationVersion[],
  { versionId, from, before, wasInUse }: Publication,
): boolean {
  const inUse = findIdInUse(versions);
  const version = findById(versions, versionId);
  if (!version || inUse === '' || inUse === versionId) return false;
  if (wasInUse) return true;
  // A version is Normal until it is first in use, and Usable after it was.
  const isUsable = getVersionState(version) === 'usable';
  return isUsable && (from === 'ready' || inUse !== before);
}
