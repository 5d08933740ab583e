import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { OperationError } from '../../report/outcome.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { assertBeforeDeadline } from '../deadline.ts';
import type { PollInterval } from '../poll.ts';
import { pollUntil } from '../poll.ts';
import type { CarContext } from './car-context.ts';
import { findVersion, listVersions, REQUIRED_ABSENCES } from './car-context.ts';
import { sendIdempotent } from './uncertain-change.ts';
import {
  describeVersion,
  findBlockingVersions,
  findOldestUsable,
  getVersionState,
  MAX_VERSIONS,
} from './version-state.ts';

type VersionSlotInputs = Inputs<never, 'pending-version' | 'version-limit' | 'poll-interval'>;

/**
 * Deletes versions until another can be created; resolves to those that are left. It reads the list
 * again after each deletion: a version that was unpublished may have been published meanwhile.
 */
export async function freeVersionSlot(
  car: CarContext,
  initial: readonly ApplicationVersion[],
  inputs: VersionSlotInputs,
): Promise<readonly ApplicationVersion[]> {
  let versions = await waitForDeletions(car, initial, inputs.pollInterval);
  for (;;) {
    const next = chooseDeletion(versions, inputs);
    if (!next) return versions;
    await deleteVersion(car, next, inputs.pollInterval);
    versions = await listVersions(car);
  }
}

/** The version that has to go next, if any. Throws an OperationError where none may. */
function chooseDeletion(
  versions: readonly ApplicationVersion[],
  { pendingVersion, versionLimit }: VersionSlotInputs,
): ApplicationVersion | undefined {
  const blocking = findBlockingVersions(versions);
  if (blocking.length > 0 && pendingVersion === 'fail') throw blockedByUnpublished(blocking);
  if (blocking.length > 0 || versions.length < MAX_VERSIONS) return blocking[0];
  const oldest = versionLimit === 'delete-oldest' ? findOldestUsable(versions) : undefined;
  if (!oldest) throw versionLimitReached(versions, versionLimit);
  return oldest;
}

/** A version counts until it is gone: to choose before that would delete one too many. */
async function waitForDeletions(
  car: CarContext,
  versions: readonly ApplicationVersion[],
  pollInterval: PollInterval,
): Promise<readonly ApplicationVersion[]> {
  const leaving = versions.filter((version) => getVersionState(version) === 'deleting');
  if (leaving.length === 0) return versions;
  const ids = leaving.map(({ versionId }) => versionId).join(', ');
  car.context.log.stage('Delete', `waits for what is being deleted: ${ids}`);
  for (const version of leaving) await waitUntilGone(car, version, pollInterval);
  return listVersions(car);
}

async function deleteVersion(
  car: CarContext,
  version: ApplicationVersion,
  pollInterval: PollInterval,
): Promise<void> {
  const { context, api, applicationId } = car;
  const { versionId } = version;
  assertBeforeDeadline(context, `${describeVersion(version)} could be deleted`);
  context.log.stage('Delete', describeVersion(version));
  await sendIdempotent(car, {
    versionId,
    what: `the deletion of ${versionId} was started`,
    send: () => api.deleteApplicationVersion(applicationId, versionId),
    isDone: (now) => !now || getVersionState(now) === 'deleting',
    isWanted: (now) => isBlocking(now) === isBlocking(version) && getVersionState(now) !== 'in-use',
  });
  await waitUntilGone(car, version, pollInterval);
}

function isBlocking(version: ApplicationVersion): boolean {
  return findBlockingVersions([version]).length > 0;
}

/** Deletion is asynchronous. It is over when two lists in a row lack the version. */
async function waitUntilGone(
  car: CarContext,
  version: ApplicationVersion,
  pollInterval: PollInterval,
): Promise<void> {
  let absences = 0;
  const isGone = await pollUntil(car.context, {
    interval: pollInterval,
    read: () => findVersion(car, version.versionId),
    decide: (found) => {
      absences = found ? 0 : absences + 1;
      return absences >= REQUIRED_ABSENCES ? true : undefined;
    },
  });
  if (isGone) return;
  throw new OperationError(`${describeVersion(version)} was not deleted in time`, {
    status: 'timed-out',
    code: 'version-not-deleted',
    details: [{ text: 'Its deletion goes on without this step.' }],
    next: [{ sentence: 'Run the job again: it waits for what is being deleted.' }],
  });
}

function blockedByUnpublished(versions: readonly ApplicationVersion[]): OperationError {
  return new OperationError('a version that was not published blocks the creation of another', {
    code: 'version-unpublished',
    details: versions.map((version) => ({ text: describeVersion(version) })),
    next: [
      { sentence: 'Publish it: run car-set-online with its application-version-id' },
      { sentence: 'Or let this step delete it: pending-version: delete' },
    ],
  });
}

function versionLimitReached(
  versions: readonly ApplicationVersion[],
  versionLimit: VersionSlotInputs['versionLimit'],
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
