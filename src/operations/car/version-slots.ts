import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { Refusal } from '../../report/outcome.ts';
import { poll } from '../poll.ts';
import type { Interval } from '../poll.ts';
import { findVersion, guardTime, listVersions, MISSING_LOOKS } from './car-context.ts';
import { sendSurely } from './uncertain-change.ts';
import type { CarSession } from './car-context.ts';
import {
  blockers,
  describeVersion,
  MOST_VERSIONS,
  oldestUsable,
  stateOf,
} from './version-state.ts';

export interface MakeRoomInputs {
  readonly pendingVersion: 'fail' | 'delete';
  readonly versionLimit: 'fail' | 'delete-oldest';
  readonly pollInterval: Interval;
}

/**
 * Sees to it that a version can be created; gives the versions that are there then. After each
 * deletion it looks again: what was a leftover may have been published meanwhile.
 */
export async function makeRoom(
  session: CarSession,
  first: readonly ApplicationVersion[],
  inputs: MakeRoomInputs,
): Promise<readonly ApplicationVersion[]> {
  let versions = await withoutDeleting(session, first, inputs);
  for (let next = toDelete(versions, inputs); next; next = toDelete(versions, inputs)) {
    await deleteVersion(session, next, inputs);
    versions = await listVersions(session);
  }
  return versions;
}

/** The version that has to go next, if any. Throws a Refusal where none may. */
function toDelete(
  versions: readonly ApplicationVersion[],
  { pendingVersion, versionLimit }: MakeRoomInputs,
): ApplicationVersion | undefined {
  const inTheWay = blockers(versions);
  if (inTheWay.length > 0 && pendingVersion === 'fail') throw pending(inTheWay);
  if (inTheWay.length > 0 || versions.length < MOST_VERSIONS) return inTheWay[0];
  const oldest = versionLimit === 'delete-oldest' ? oldestUsable(versions) : undefined;
  if (!oldest) throw full(versions, versionLimit);
  return oldest;
}

/** A version counts until its deletion is through: whoever decides before deletes one too many. */
async function withoutDeleting(
  session: CarSession,
  versions: readonly ApplicationVersion[],
  inputs: MakeRoomInputs,
): Promise<readonly ApplicationVersion[]> {
  const leaving = versions.filter((version) => stateOf(version) === 'deleting');
  if (leaving.length === 0) return versions;
  session.log.stage('Delete', `waits for what is being deleted: ${leaving.map(idOf).join(', ')}`);
  for (const version of leaving) await waitUntilGone(session, version, inputs);
  return listVersions(session);
}

function idOf({ versionId }: ApplicationVersion): string {
  return versionId;
}

async function deleteVersion(
  session: CarSession,
  version: ApplicationVersion,
  inputs: MakeRoomInputs,
): Promise<void> {
  const { car, applicationId, log } = session;
  const { versionId } = version;
  guardTime(session, `${describeVersion(version)} could be deleted`);
  log.stage('Delete', describeVersion(version));
  await sendSurely(session, {
    versionId,
    what: `the deletion of ${versionId} was started`,
    send: () => car.deleteApplicationVersion(applicationId, versionId),
    isDone: (now) => !now || stateOf(now) === 'deleting',
    isWanted: (now) => isLeftover(now) === isLeftover(version) && stateOf(now) !== 'in-use',
  });
  await waitUntilGone(session, version, inputs);
}

function isLeftover(version: ApplicationVersion): boolean {
  return blockers([version]).length > 0;
}

/** Deletion is asynchronous: it is over when the version is gone from two lists in a row. */
async function waitUntilGone(
  session: CarSession,
  version: ApplicationVersion,
  { pollInterval }: MakeRoomInputs,
): Promise<void> {
  let missing = 0;
  const isGone = async () => {
    missing = (await findVersion(session, version.versionId)) ? 0 : missing + 1;
    return missing >= MISSING_LOOKS ? true : undefined;
  };
  if (await poll(session, pollInterval, isGone)) return;
  throw new Refusal(`${describeVersion(version)} was not deleted in time`, {
    status: 'timed-out',
    details: ['Its deletion goes on without this step.'],
    next: [{ sentence: 'Run the job again: it waits for what is being deleted.' }],
  });
}

function pending(versions: readonly ApplicationVersion[]): Refusal {
  return new Refusal('a version that was not published blocks the creation of another', {
    details: versions.map(describeVersion),
    next: [
      { sentence: 'Publish it: run car-set-online with its application-version-id' },
      { sentence: 'Or let this step delete it: pending-version: delete' },
    ],
  });
}

function full(
  versions: readonly ApplicationVersion[],
  versionLimit: MakeRoomInputs['versionLimit'],
): Refusal {
  const limit = 'Let this step delete the oldest that was in use: version-limit: delete-oldest';
  return new Refusal(`the application holds ${MOST_VERSIONS} versions, and no more are possible`, {
    details: versions.map(describeVersion),
    next: [
      ...(versionLimit === 'fail' ? [{ sentence: limit }] : []),
      { sentence: 'Delete one that is not needed in the CAR console.' },
    ],
  });
}
