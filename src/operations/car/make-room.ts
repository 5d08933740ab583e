import type { ApplicationVersion } from '../../tencent/car.ts';
import { isUnclear } from '../../tencent/retry.ts';
import { Refusal } from '../outcome.ts';
import { poll } from '../poll.ts';
import type { Interval } from '../poll.ts';
import type { CarSession } from './session.ts';
import { findVersion, listVersions } from './session.ts';
import { MOST_VERSIONS, blockers, describeVersion, oldestUsable } from './versions.ts';

export interface MakeRoomInputs {
  readonly pendingVersion: 'fail' | 'delete';
  readonly versionLimit: 'fail' | 'delete-oldest';
  readonly pollInterval: Interval;
}

/** Sees to it that a version can be created; gives the versions that are there then. */
export async function makeRoom(
  session: CarSession,
  versions: readonly ApplicationVersion[],
  inputs: MakeRoomInputs,
): Promise<readonly ApplicationVersion[]> {
  const inTheWay = blockers(versions);
  if (inTheWay.length > 0 && inputs.pendingVersion === 'fail') throw pending(inTheWay);
  for (const version of inTheWay) await deleteVersion(session, version, inputs);

  const left = versions.length - inTheWay.length;
  if (left >= MOST_VERSIONS) {
    const oldest = oldestUsable(versions);
    if (inputs.versionLimit === 'fail' || !oldest) throw full(versions);
    await deleteVersion(session, oldest, inputs);
  }
  return inTheWay.length > 0 || left >= MOST_VERSIONS ? listVersions(session) : versions;
}

/** Deletion is asynchronous: it is over when the version is gone from the list. */
async function deleteVersion(
  session: CarSession,
  version: ApplicationVersion,
  { pollInterval }: MakeRoomInputs,
): Promise<void> {
  const { car, applicationId, log } = session;
  log.stage('Delete', describeVersion(version));
  try {
    await car.deleteApplicationVersion(applicationId, version.versionId);
  } catch (error) {
    // Whether it was done, the list of versions tells.
    if (!isUnclear(error)) throw error;
  }
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
