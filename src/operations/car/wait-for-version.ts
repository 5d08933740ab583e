import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { Refusal } from '../../report/outcome.ts';
import type { Interval } from '../poll.ts';
import { poll } from '../poll.ts';
import { duration } from '../../text/format.ts';
import type { CarSession } from './car-context.ts';
import { findVersion, MISSING_LOOKS, noteVersion } from './car-context.ts';
import type { VersionState } from './version-state.ts';
import { describeVersion, stateOf } from './version-state.ts';

/** The states in which a version can be published, or is. */
const READY: readonly VersionState[] = ['ready', 'usable', 'in-use'];

/** Waits until a version is ready to be published. Throws a Refusal where it will never be. */
export async function waitUntilReady(
  session: CarSession,
  versionId: string,
  interval: Interval,
): Promise<ApplicationVersion> {
  return waitFor(session, versionId, interval, READY);
}

/** Waits until a version is the one in use. */
export async function waitUntilInUse(
  session: CarSession,
  versionId: string,
  interval: Interval,
): Promise<ApplicationVersion> {
  return waitFor(session, versionId, interval, ['in-use']);
}

async function waitFor(
  session: CarSession,
  versionId: string,
  interval: Interval,
  wanted: readonly VersionState[],
): Promise<ApplicationVersion> {
  let missing = 0;
  let last = '';
  const found = await poll(session, interval, async (sees) => {
    const version = await findVersion(session, versionId);
    missing = version ? 0 : missing + 1;
    if (missing >= MISSING_LOOKS) throw new Refusal(`version ${versionId} is gone`);
    if (!version) return undefined;
    noteVersion(session, version);
    last = version.status;
    sees(last, () => {
      tell(session, version);
    });
    if (stateOf(version) === 'create-failed' || stateOf(version) === 'deleting') {
      throw failed(version);
    }
    return wanted.includes(stateOf(version)) ? version : undefined;
  });
  if (found) return found;
  const waited = duration(session.deadline - session.startedAt);
  throw new Refusal(`version ${versionId} is still ${last || 'unseen'} after ${waited} (timeout)`, {
    status: 'timed-out',
    next: [
      ...(/^uploading$/i.test(last) ? [WITHOUT_FILE] : []),
      {
        sentence: 'Wait on and publish it:',
        inputs: {
          operation: 'car-set-online',
          'application-id': session.applicationId,
          'application-version-id': versionId,
        },
      },
    ],
  });
}

const WITHOUT_FILE = {
  sentence:
    'It waits for its file. If no upload is under way any more, it is a leftover: run car-create-version with   pending-version: delete',
};

function tell({ clock, log, startedAt }: CarSession, { versionId, status }: ApplicationVersion) {
  log.event(clock.now() - startedAt, 'version', status || 'no status', '', versionId);
}

/** The API has no field for the reason: the console and the file are where to look. */
function failed(version: ApplicationVersion): Refusal {
  const sentence =
    stateOf(version) === 'deleting'
      ? 'Somebody deletes it: publish another version, or create a new one.'
      : 'Look into the CAR console for the reason; often the archive is broken or the launch path is not in it. Then run car-create-version with   pending-version: delete';
  return new Refusal(`version ${describeVersion(version)} cannot be published`, {
    next: [{ sentence }],
  });
}
