import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import type { ChangeState } from './guarded-change.ts';
import type { VersionState } from './version-state.ts';
import { findById, findVersionInUse, getVersionState } from './version-state.ts';

/** What the publishing of a version starts from, and what is known of it since. */
export interface Publication {
  readonly versionId: string;
  /** The state of our version before it is published: `usable` if it was in use earlier. */
  readonly from: Extract<VersionState, 'ready' | 'usable'>;
  /** ID of the version that was in use just before; '' if none was. */
  readonly before: string;
  /** Whether CAR's answer showed our version in use. */
  readonly wasInUse: boolean;
}

/** ID of the version in use; '' if none is. */
export function findIdInUse(versions: readonly ApplicationVersion[]): string {
  return findVersionInUse(versions)?.versionId ?? '';
}

/** Whether the publication may be sent (again): only if nothing else has happened since. */
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

/** Whether a list shows that our version was in use, or would have been, and another one is now. */
export function isSuperseded(
  versions: readonly ApplicationVersion[],
  { versionId, from, before, wasInUse }: Publication,
): boolean {
  const inUse = findIdInUse(versions);
  const version = findById(versions, versionId);
  if (!version || inUse === '' || inUse === versionId) return false;
  if (wasInUse) return true;
  // A version that was never in use is Normal until it is, and Usable afterwards.
  const isUsable = getVersionState(version) === 'usable';
  return isUsable && (from === 'ready' || inUse !== before);
}
