import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { OperationError } from '../../report/outcome.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { message } from '../../text/message.ts';
import {
  describeVersion,
  findBlockingVersions,
  findOldestUsable,
  getVersionState,
  isUntouched,
  MAX_VERSIONS,
} from './version-state.ts';

export type RoomInputs = Inputs<never, 'pending-version' | 'version-limit'>;

/** The next action that makes room for another version. */
export type RoomStep =
  | { readonly kind: 'free' }
  | { readonly kind: 'delete'; readonly version: ApplicationVersion }
  /** Wait: these versions are being deleted, but still count. */
  | { readonly kind: 'wait'; readonly leaving: readonly ApplicationVersion[] };

/** The versions of an application at the start of a step and now. */
export interface VersionLists {
  /** The versions from the first check: no other version may ever be deleted. */
  readonly first: readonly ApplicationVersion[];
  readonly now: readonly ApplicationVersion[];
  /** IDs of the versions that this step has deleted; a list may still show them. */
  readonly deleted: ReadonlySet<string>;
}

/**
 * Chooses the next action that makes room for another version. Versions that are being deleted are
 * not counted, so that no others are deleted in their place. Throws an OperationError if nothing
 * may be deleted.
 */
export function chooseRoomStep(lists: VersionLists, inputs: RoomInputs): RoomStep {
  const { now, deleted } = lists;
  const isLeaving = (version: ApplicationVersion) =>
    deleted.has(version.versionId) || getVersionState(version) === 'deleting';
  const staying = now.filter((version) => !isLeaving(version));
  const version = chooseDeletion(staying, lists.first, inputs);
  if (version) return { kind: 'delete', version };
  const leaving = now.filter(isLeaving);
  const isInTheWay = now.length >= MAX_VERSIONS || findBlockingVersions(leaving).length > 0;
  return isInTheWay ? { kind: 'wait', leaving } : { kind: 'free' };
}

function chooseDeletion(
  staying: readonly ApplicationVersion[],
  first: readonly ApplicationVersion[],
  { pendingVersion, versionLimit }: RoomInputs,
): ApplicationVersion | undefined {
  const blocking = findBlockingVersions(staying);
  if (blocking.length > 0 && pendingVersion === 'fail') throw blockedByUnpublished(blocking);
  const touched = blocking.filter((version) => !isUntouched(version, first));
  if (touched.length > 0) throw blockedByOthers(touched);
  if (blocking.length > 0 || staying.length < MAX_VERSIONS) return blocking[0];
  if (versionLimit === 'fail') throw versionLimitReached(staying, versionLimit);
  assertKnownStatuses(staying);
  const oldest = findOldestUsable(staying.filter((version) => isUntouched(version, first)));
  if (!oldest) throw versionLimitReached(staying, versionLimit);
  return oldest;
}

function blockedByUnpublished(blocking: readonly ApplicationVersion[]): OperationError {
  return new OperationError(message('car.blocked-by-unpublished'), {
    code: 'version-unpublished',
    details: blocking.map((version) => ({ text: describeVersion(version) })),
    next: [
      { sentence: message('car.publish-unpublished') },
      { sentence: message('car.delete-unpublished') },
    ],
  });
}

/** Another job may be uploading these versions right now, so this step must not delete them. */
function blockedByOthers(touched: readonly ApplicationVersion[]): OperationError {
  return new OperationError(message('car.blocked-by-other-job'), {
    code: 'version-unpublished',
    details: touched.map((version) => ({ text: describeVersion(version) })),
    next: [{ sentence: message('car.run-after-published') }],
  });
}

/**
 * Unknown (car-statuses): which other statuses exist, and whether such a version blocks the
 * creation of another.
 */
function assertKnownStatuses(staying: readonly ApplicationVersion[]): void {
  const unknown = staying.filter((version) => getVersionState(version) === 'other');
  if (unknown.length === 0) return;
  throw new OperationError(message('car.status-unknown'), {
    code: 'version-status-unknown',
    details: unknown.map((version) => ({ text: describeVersion(version) })),
    next: [{ sentence: message('car.delete-in-console') }],
  });
}

function versionLimitReached(
  versions: readonly ApplicationVersion[],
  versionLimit: RoomInputs['versionLimit'],
): OperationError {
  return new OperationError(message('car.limit-reached', { max: MAX_VERSIONS }), {
    code: 'version-limit',
    details: versions.map((version) => ({ text: describeVersion(version) })),
    next: [
      ...(versionLimit === 'fail' ? [{ sentence: message('car.delete-oldest') }] : []),
      { sentence: message('car.delete-unneeded') },
    ],
  });
}
