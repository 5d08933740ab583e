import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { OperationError } from '../../report/outcome.ts';
import type { PollInterval } from '../poll.ts';
import { pollUntil } from '../poll.ts';
import { formatDuration } from '../../text/format.ts';
import type { CarContext } from './car-context.ts';
import { findVersion, REQUIRED_ABSENCES, recordVersion } from './car-context.ts';
import type { VersionState } from './version-state.ts';
import { describeVersion, getVersionState } from './version-state.ts';

/** The states in which a version can be published, or is. */
const READY: readonly VersionState[] = ['ready', 'usable', 'in-use'];

/** Waits until a version is ready to be published. Throws a Refusal where it will never be. */
export async function waitUntilReady(
  context: CarContext,
  versionId: string,
  interval: PollInterval,
): Promise<ApplicationVersion> {
  return waitFor(context, versionId, interval, READY);
}

/** Waits until a version is the one in use. */
export async function waitUntilInUse(
  context: CarContext,
  versionId: string,
  interval: PollInterval,
): Promise<ApplicationVersion> {
  return waitFor(context, versionId, interval, ['in-use']);
}

async function waitFor(
  context: CarContext,
  versionId: string,
  interval: PollInterval,
  wanted: readonly VersionState[],
): Promise<ApplicationVersion> {
  let missing = 0;
  let last = '';
  const found = await pollUntil(context, {
    interval,
    read: () => findVersion(context, versionId),
    decide: (version, observe) => {
      missing = version ? 0 : missing + 1;
      if (missing >= REQUIRED_ABSENCES) throw new OperationError(`version ${versionId} is gone`);
      if (!version) return undefined;
      recordVersion(context, version);
      last = version.status;
      observe(last, () => {
        tell(context, version);
      });
      if (getVersionState(version) === 'create-failed' || getVersionState(version) === 'deleting') {
        throw failed(version);
      }
      return wanted.includes(getVersionState(version)) ? version : undefined;
    },
  });
  if (found) return found;
  const waited = formatDuration(context.deadline - context.startedAt);
  throw new OperationError(
    `version ${versionId} is still ${last || 'unseen'} after ${waited} (timeout)`,
    {
      status: 'timed-out',
      next: [
        ...(/^uploading$/i.test(last) ? [WITHOUT_FILE] : []),
        {
          sentence: 'Wait on and publish it:',
          inputs: {
            operation: 'car-set-online',
            'application-id': context.applicationId,
            'application-version-id': versionId,
          },
        },
      ],
    },
  );
}

const WITHOUT_FILE = {
  sentence:
    'It waits for its file. If no upload is under way any more, it is a leftover: run car-create-version with   pending-version: delete',
};

function tell({ clock, log, startedAt }: CarContext, { versionId, status }: ApplicationVersion) {
  log.event(clock.now() - startedAt, 'version', status || 'no status', '', versionId);
}

/** The API has no field for the reason: the console and the file are where to look. */
function failed(version: ApplicationVersion): OperationError {
  const sentence =
    getVersionState(version) === 'deleting'
      ? 'Somebody deletes it: publish another version, or create a new one.'
      : 'Look into the CAR console for the reason; often the archive is broken or the launch path is not in it. Then run car-create-version with   pending-version: delete';
  return new OperationError(`version ${describeVersion(version)} cannot be published`, {
    next: [{ sentence }],
  });
}
