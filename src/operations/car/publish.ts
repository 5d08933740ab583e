import type { ApplicationVersion } from '../../tencent/car.ts';
import { isUnclear } from '../../tencent/retry.ts';
import type { Outcome } from '../outcome.ts';
import { outcome } from '../outcome.ts';
import type { Interval } from '../poll.ts';
import { note } from '../report.ts';
import { waitUntilInUse } from './ready.ts';
import type { CarSession } from './session.ts';

/** Publishes a version and waits until it is the one in use. */
export async function publish(
  session: CarSession,
  version: ApplicationVersion,
  interval: Interval,
): Promise<Outcome> {
  await sendOnline(session, version.versionId);
  await waitUntilInUse(session, version.versionId, interval);
  const { 'previous-version': before = '' } = session.report.outputs;
  const past = before && before !== version.versionId ? ` (before: ${before})` : '';
  return outcome('succeeded', `${session.applicationId} is on ${version.versionId}${past}`);
}

/** Sends SetApplicationVersionOnline, once: after an unclear answer the version itself tells. */
export async function sendOnline(session: CarSession, versionId: string): Promise<void> {
  const { car, applicationId, log, report } = session;
  log.stage('Publish', versionId);
  try {
    const { requestId } = await car.setApplicationVersionOnline(applicationId, versionId);
    note(report, 'request-id', requestId);
  } catch (error) {
    if (!isUnclear(error)) throw error;
    log.stage('Publish', `the answer is unclear (${error.message}): looks`);
  }
}
