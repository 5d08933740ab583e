import { OperationError } from '../../report/outcome.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { formatTimeLimit } from '../deadline.ts';
import type { PollInterval } from '../poll.ts';
import { pollUntil } from '../poll.ts';
import type { CarContext } from './car-context.ts';
import { findVersion, recordVersion, REQUIRED_ABSENCES, suggestPublish } from './car-context.ts';
import type { VersionState } from './version-state.ts';
import { describeVersion, getVersionState } from './version-state.ts';

/** The states in which a version can be published, or is. */
const READY: readonly VersionState[] = ['ready', 'usable', 'in-use'];

/** Waits until a version is ready to be published. Throws an OperationError where it never will be. */
export async function waitUntilReady(
  car: CarContext,
  versionId: string,
  pollInterval: PollInterval,
): Promise<ApplicationVersion> {
  return waitForState(car, versionId, pollInterval, READY);
}

/** Waits until a version is the one in use. Throws an OperationError where it never will be. */
export async function waitUntilInUse(
  car: CarContext,
  versionId: string,
  pollInterval: PollInterval,
): Promise<ApplicationVersion> {
  return waitForState(car, versionId, pollInterval, ['in-use']);
}

async function waitForState(
  car: CarContext,
  versionId: string,
  pollInterval: PollInterval,
  wanted: readonly VersionState[],
): Promise<ApplicationVersion> {
  const { clock, log, report, startedAt } = car.context;
  let absences = 0;
  let lastStatus = '';
  const found = await pollUntil(car.context, {
    interval: pollInterval,
    read: () => findVersion(car, versionId),
    decide: (version, observe) => {
      absences = version ? 0 : absences + 1;
      if (absences >= REQUIRED_ABSENCES) {
        throw new OperationError(`version ${versionId} is gone`, { code: 'version-gone' });
      }
      if (!version) return undefined;
      recordVersion(report, version);
      lastStatus = version.status;
      observe(lastStatus, () => {
        log.event(clock.now() - startedAt, 'version', lastStatus || 'no status', '', versionId);
      });
      assertCanBeReady(version);
      return wanted.includes(getVersionState(version)) ? version : undefined;
    },
  });
  if (!found) throw notReady(car, versionId, lastStatus);
  return found;
}

/** The API has no field for the reason: the console and the file are where to look. */
function assertCanBeReady(version: ApplicationVersion): void {
  const state = getVersionState(version);
  if (state !== 'create-failed' && state !== 'deleting') return;
  const sentence =
    state === 'deleting'
      ? 'Somebody deletes it: publish another version, or create a new one.'
      : 'Look into the CAR console for the reason; often the archive is broken or the launch path is not in it. Then run car-create-version with   pending-version: delete';
  throw new OperationError(`version ${describeVersion(version)} cannot be published`, {
    code: state === 'deleting' ? 'version-deleting' : 'version-failed',
    next: [{ sentence }],
  });
}

const WITHOUT_FILE = {
  sentence:
    'The version has no file yet. If no upload is in progress, it is a leftover: run car-create-version with   pending-version: delete',
};

function notReady(
  { context, applicationId }: CarContext,
  versionId: string,
  lastStatus: string,
): OperationError {
  const waited = formatTimeLimit(context);
  return new OperationError(
    `version ${versionId} is still ${lastStatus || 'unseen'} after ${waited} (timeout)`,
    {
      status: 'timed-out',
      code: 'version-not-ready',
      next: [
        ...(/^uploading$/i.test(lastStatus) ? [WITHOUT_FILE] : []),
        suggestPublish(applicationId, versionId, 'Wait on and publish it:'),
      ],
    },
  );
}
