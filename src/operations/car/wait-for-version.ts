import type { OperationError } from '../../report/outcome.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import type { Duration } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { createTimeoutError } from '../deadline.ts';
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

/** The states of a version that can be published, or is already. */
const READY: readonly VersionState[] = ['ready', 'usable', 'in-use'];

/** Decides on this step's version, with the whole list at hand. */
type Assess = (version: ApplicationVersion, versions: readonly ApplicationVersion[]) => boolean;

/** Waits until a version is ready to be published. Throws an OperationError if it never will be. */
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
 * Waits until a version is in use. Throws an OperationError if it never will be, also if someone
 * else has published another version since.
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
        const status = lastStatus || message('car.no-status');
        log.event(clock.now() - startedAt, message('car.event-version'), status, '', versionId);
      });
      assertCanBeReady(version);
      return isWanted(version, versions) ? version : undefined;
    },
  });
  if (!found) throw notReady(car, versionId, lastStatus);
  return found;
}

function notReady(
  { context, applicationId }: CarContext,
  versionId: string,
  lastStatus: string,
): OperationError {
  const describe = (duration: Duration) =>
    lastStatus
      ? message('car.not-ready', { version: versionId, status: lastStatus, duration })
      : message('car.still-unknown', { version: versionId, duration });
  const isWithoutFile = /^uploading$/i.test(lastStatus);
  return createTimeoutError(context, describe, {
    code: 'version-not-ready',
    next: [
      ...(isWithoutFile ? [{ sentence: message('car.leftover-without-file') }] : []),
      suggestPublish(applicationId, versionId, message('car.keep-waiting')),
    ],
  });
}
