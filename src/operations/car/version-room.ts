import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { OperationError } from '../../report/outcome.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import {
  describeVersion,
  findBlockingVersions,
  findOldestUsable,
  getVersionState,
  isUntouched,
  MAX_VERSIONS,
} from './version-state.ts';

export type RoomInputs = Inputs<never, 'pending-version' | 'version-limit'>;

/** What comes next on the way to a free place for another version. */
export type RoomStep =
  | { readonly kind: 'free' }
  | { readonly kind: 'delete'; readonly version: ApplicationVersion }
  /** For these to be gone: they are being deleted, and still count. */
  | { readonly kind: 'wait'; readonly leaving: readonly ApplicationVersion[] };

/** The versions of an application in the course of a step. */
export interface VersionLists {
  /** As the first check showed them: nothing else may ever be deleted. */
  readonly first: readonly ApplicationVersion[];
  readonly now: readonly ApplicationVersion[];
  /** IDs of those whose deletion the cloud has accepted from this step; a list may not show it yet. */
  readonly deleted: ReadonlySet<string>;
}

/**
 * Chooses what makes room for another version. What is being deleted already is not counted, so
 * that nothing more is deleted for it. Throws an OperationError where nothing may be deleted.
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
  return new OperationError('a version that was not published blocks the creation of another', {
    code: 'version-unpublished',
    details: blocking.map((version) => ({ text: describeVersion(version) })),
    next: [
      { sentence: 'Publish it: run car-set-online with its application-version-id' },
      { sentence: 'Or let this step delete it: pending-version: delete' },
    ],
  });
}

/** Somebody works on them, perhaps another job that uploads at this moment: they are not ours to delete. */
function blockedByOthers(touched: readonly ApplicationVersion[]): OperationError {
  return new OperationError(
    'somebody creates or changes a version at the same time: it is not deleted',
    {
      code: 'version-unpublished',
      details: touched.map((version) => ({ text: describeVersion(version) })),
      next: [
        {
          sentence:
            'Run one job at a time (concurrency), and this one again once the version is published.',
        },
      ],
    },
  );
}

/** Unknown: what other statuses there are, and whether such a version blocks the creation of another. */
function assertKnownStatuses(staying: readonly ApplicationVersion[]): void {
  const strange = staying.filter((version) => getVersionState(version) === 'other');
  if (strange.length === 0) return;
  throw new OperationError(
    'a version has a status that this action does not know: no other is deleted, because that might be in vain',
    {
      code: 'version-status-unknown',
      details: strange.map((version) => ({ text: describeVersion(version) })),
      next: [{ sentence: 'Delete a version in the CAR console, and run the job again.' }],
    },
  );
}

function versionLimitReached(
  versions: readonly ApplicationVersion[],
  versionLimit: RoomInputs['versionLimit'],
): OperationError {
  const deleteOldest =
    'Let this step delete the oldest that was in use: version-limit: delete-oldest';
  return new OperationError(
    `the application holds ${MAX_VERSIONS} versions, and no more are possible`,
    {
      code: 'version-limit',
      details: versions.map((version) => ({ text: describeVersion(version) })),
      next: [
        ...(versionLimit === 'fail' ? [{ sentence: deleteOldest }] : []),
        { sentence: 'Delete one that is not needed in the CAR console.' },
      ],
    },
  );
}
