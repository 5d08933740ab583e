import type { ApplicationVersion } from '../../tencent/car.ts';
import { Refusal } from '../outcome.ts';
import { poll } from '../poll.ts';
import type { Interval } from '../poll.ts';
import { sendSurely } from './repeatable.ts';
import type { CarSession } from './session.ts';
import { findVersion, listVersions } from './session.ts';
import { MOST_VERSIONS, blockers, describeVersion, oldestUsable, stateOf } from './versions.ts';

export interface MakeRoomInputs {
  readonly pendingVersion: 'fail' | 'delete';
  readonly versionLimit: 'fail' | 'delete-oldest';
  readonly pollInterval: Interval;
}

/** Sees to it that a version can be created; gives the versions that are there then. */
export async function makeRoom(
  session: CarSession,
  first: readonly ApplicationVersion[],
  inputs: MakeRoomInputs,
): Promise<readonly ApplicationVersion[]> {
  let versions = await withoutDeleting(session, first, inputs);

  const inTheWay = blockers(versions);
  if (inTheWay.length > 0) {
    if (inputs.pendingVersion === 'fail') throw pending(inTheWay);
    for (const version of inTheWay) await deleteVersion(session, version, inputs);
    versions = await listVersions(session);
  }

  if (versions.length >= MOST_VERSIONS) {
    if (inputs.versionLimit === 'fail') throw full(versions);
    const oldest = oldestUsable(versions);
    if (!oldest) throw full(versions);
    await deleteVersion(session, oldest, inputs);
    versions = await listVersions(session);
  }
  return versions;
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
  log.stage('Delete', describeVersion(version));
  await sendSurely(session, {
    versionId,
    what: `the deletion of ${versionId} was started`,
    send: () => car.deleteApplicationVersion(applicationId, versionId),
    isDone: (now) => !now || stateOf(now) === 'deleting',
  });
  await waitUntilGone(session, version, inputs);
}

/** Deletion is asynchronous: it is over when the version is gone from the list. */
async function waitUntilGone(
  session: CarSession,
  version: ApplicationVersion,
  { pollInterval }: MakeRoomInputs,
): Promise<void> {
  const isGone = async () => ((await findVersion(session, version.versionId)) ? undefined : true);
  if (await poll(session, pollInterval, isGone)) return;
  throw new Refusal(`${describeVersion(version)} was not deleted in time`, { status: 'timed-out' });
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

function full(versions: readonly ApplicationVersion[]): Refusal {
  return new Refusal(`the application holds ${MOST_VERSIONS} versions, and no more are possible`, {
    details: versions.map(describeVersion),
    next: [
      { sentence: 'Let this step delete the oldest that was in use: version-limit: delete-oldest' },
      { sentence: 'Or delete one in the CAR console.' },
    ],
  });
}
