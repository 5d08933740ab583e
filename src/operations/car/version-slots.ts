import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { OperationError } from '../../report/outcome.ts';
import { pollUntil } from '../poll.ts';
import type { PollInterval } from '../poll.ts';
import {
  findVersion,
  assertBeforeDeadline,
  listVersions,
  REQUIRED_ABSENCES,
} from './car-context.ts';
import { sendIdempotent } from './uncertain-change.ts';
import type { CarContext } from './car-context.ts';
import {
  findBlockingVersions,
  describeVersion,
  MAX_VERSIONS,
  findOldestUsable,
  getVersionState,
} from './version-state.ts';

export interface VersionSlotInputs {
  readonly pendingVersion: 'fail' | 'delete';
  readonly versionLimit: 'fail' | 'delete-oldest';
  readonly pollInterval: PollInterval;
}

/**
 * Sees to it that a version can be created; gives the versions that are there then. After each
 * deletion it looks again: what was a leftover may have been published meanwhile.
 */
export async function freeVersionSlot(
  context: CarContext,
  first: readonly ApplicationVersion[],
  inputs: VersionSlotInputs,
): Promise<readonly ApplicationVersion[]> {
  let versions = await waitForDeletions(context, first, inputs);
  for (let next = toDelete(versions, inputs); next; next = toDelete(versions, inputs)) {
    await deleteVersion(context, next, inputs);
    versions = await listVersions(context);
  }
  return versions;
}

/** The version that has to go next, if any. Throws a Refusal where none may. */
function toDelete(
  versions: readonly ApplicationVersion[],
  { pendingVersion, versionLimit }: VersionSlotInputs,
): ApplicationVersion | undefined {
  const inTheWay = findBlockingVersions(versions);
  if (inTheWay.length > 0 && pendingVersion === 'fail') throw pending(inTheWay);
  if (inTheWay.length > 0 || versions.length < MAX_VERSIONS) return inTheWay[0];
  const oldest = versionLimit === 'delete-oldest' ? findOldestUsable(versions) : undefined;
  if (!oldest) throw full(versions, versionLimit);
  return oldest;
}

/** A version counts until its deletion is through: whoever decides before deletes one too many. */
async function waitForDeletions(
  context: CarContext,
  versions: readonly ApplicationVersion[],
  inputs: VersionSlotInputs,
): Promise<readonly ApplicationVersion[]> {
  const leaving = versions.filter((version) => getVersionState(version) === 'deleting');
  if (leaving.length === 0) return versions;
  context.log.stage('Delete', `waits for what is being deleted: ${leaving.map(idOf).join(', ')}`);
  for (const version of leaving) await waitUntilGone(context, version, inputs);
  return listVersions(context);
}

function idOf({ versionId }: ApplicationVersion): string {
  return versionId;
}

async function deleteVersion(
  context: CarContext,
  version: ApplicationVersion,
  inputs: VersionSlotInputs,
): Promise<void> {
  const { car, applicationId, log } = context;
  const { versionId } = version;
  assertBeforeDeadline(context, `${describeVersion(version)} could be deleted`);
  log.stage('Delete', describeVersion(version));
  await sendIdempotent(context, {
    versionId,
    what: `the deletion of ${versionId} was started`,
    send: () => car.deleteApplicationVersion(applicationId, versionId),
    isDone: (now) => !now || getVersionState(now) === 'deleting',
    isWanted: (now) => isLeftover(now) === isLeftover(version) && getVersionState(now) !== 'in-use',
  });
  await waitUntilGone(context, version, inputs);
}

function isLeftover(version: ApplicationVersion): boolean {
  return findBlockingVersions([version]).length > 0;
}

/** Deletion is asynchronous: it is over when the version is gone from two lists in a row. */
async function waitUntilGone(
  context: CarContext,
  version: ApplicationVersion,
  { pollInterval }: VersionSlotInputs,
): Promise<void> {
  let missing = 0;
  const isGone = await pollUntil(context, {
    interval: pollInterval,
    read: () => findVersion(context, version.versionId),
    decide: (found) => {
      missing = found ? 0 : missing + 1;
      return missing >= REQUIRED_ABSENCES ? true : undefined;
    },
  });
  if (isGone) return;
  throw new OperationError(`${describeVersion(version)} was not deleted in time`, {
    status: 'timed-out',
    details: ['Its deletion goes on without this step.'],
    next: [{ sentence: 'Run the job again: it waits for what is being deleted.' }],
  });
}

function pending(versions: readonly ApplicationVersion[]): OperationError {
  return new OperationError('a version that was not published blocks the creation of another', {
    details: versions.map(describeVersion),
    next: [
      { sentence: 'Publish it: run car-set-online with its application-version-id' },
      { sentence: 'Or let this step delete it: pending-version: delete' },
    ],
  });
}

function full(
  versions: readonly ApplicationVersion[],
  versionLimit: VersionSlotInputs['versionLimit'],
): OperationError {
  const limit = 'Let this step delete the oldest that was in use: version-limit: delete-oldest';
  return new OperationError(
    `the application holds ${MAX_VERSIONS} versions, and no more are possible`,
    {
      details: versions.map(describeVersion),
      next: [
        ...(versionLimit === 'fail' ? [{ sentence: limit }] : []),
        { sentence: 'Delete one that is not needed in the CAR console.' },
      ],
    },
  );
}
