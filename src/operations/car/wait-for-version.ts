import { OperationError } from '../../report/outcome.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { formatTimeLimit } from '../deadline.ts';
import type { PollInterval } from '../poll.ts';
import { pollUntil } from '../poll.ts';
import type { CarContext } from './car-context.ts';
import { listVersions, recordVersion, recordVersionBefore, suggestPublish } from './car-context.ts';
import { createLastingCheck } from '../lasting-state.ts';
import type { Publication } from './publication.ts';
import { isSuperseded } from './publication.ts';
import { assertCanBeReady, createGoneError, createSupersededError } from './version-errors.ts';
import type { VersionState } from './version-state.ts';
import { findById, getVersionState } from './version-state.ts';

/** The states in which a version can be published, or is. */
const READY: readonly VersionState[] = ['ready', 'usable', 'in-use'];

/** A list of the versions that has ours, and the list itself. */
type Assess = (version: ApplicationVersion, versions: readonly ApplicationVersion[]) => boolean;

/** Waits until a version is ready to be published. Throws an OperationError where it never will be. */
export async function waitUntilReady(
  car: CarContext,
  versionId: string,
  pollInterval: PollInterval,
): Promise<ApplicationVersion> {
  return waitForVersion(car, versionId, pollInterval, (version, versions) => {
    recordVersionBefore(car, versions, versionId);
    return READY.includes(getVersionState(version));
  });
}

/**
 * Waits until a version is the one in use. Throws an OperationError where it never will be: also
 * where somebody else has published another one since.
 */
export async function waitUntilInUse(
  car: CarContext,
  publication: Publication,
  pollInterval: PollInterval,
): Promise<ApplicationVersion> {
  const hasLasted = createLastingCheck(car.context.clock);
  return waitForVersion(car, publication.versionId, pollInterval, (version, versions) => {
    const isLost = isSuperseded(versions, publication);
    if (hasLasted(isLost ? 'superseded' : undefined)) {
      throw createSupersededError(car, version, versions);
    }
    return getVersionState(version) === 'in-use';
  });
}

async function waitForVersion(
  car: CarContext,
  versionId: string,
  pollInterval: PollInterval,
  isWanted: Assess,
): Promise<ApplicationVersion> {
  const { clock, log, report, startedAt } = car.context;
  const hasLasted = createLastingCheck(clock);
  let lastStatus = '';
  const found = await pollUntil(car.context, {
    interval: pollInterval,
    isTargetKnown: true,
    read: () => listVersions(car),
    decide: (versions, observe) => {
      const version = findById(versions, versionId);
      if (hasLasted(version ? undefined : 'absent')) throw createGoneError(versionId);
      if (!version) return undefined;
      recordVersion(report, version);
      lastStatus = version.status;
      observe(lastStatus, () => {
        log.event(clock.now() - startedAt, 'version', lastStatus || 'no status', '', versionId);
      });
      assertCanBeReady(version);
      return isWanted(version, versions) ? version : undefined;
    },
  });
  if (!found) throw notReady(car, versionId, lastStatus);
  return found;
}

const WITHOUT_FILE = {
  sentence:
    'The version has no file yet. If no upload is in progress, it is a leftover: run car-create-version with   pending-version: delete',
};

function notReady(
  { context, applicationId, failures }: CarContext,
  versionId: string,
  lastStatus: string,
): OperationError {
  const waited = formatTimeLimit(context);
  return new OperationError(
    `version ${versionId} is still ${lastStatus || 'unseen'} after ${waited} (timeout)`,
    {
      status: 'timed-out',
      code: 'version-not-ready',
      details: failures.details(),
      next: [
        ...(/^uploading$/i.test(lastStatus) ? [WITHOUT_FILE] : []),
        suggestPublish(applicationId, versionId, 'Wait on and publish it:'),
      ],
    },
  );
}
