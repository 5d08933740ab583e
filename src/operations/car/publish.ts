import type { ApplicationVersion } from '../../tencent/car.ts';
import type { Outcome } from '../outcome.ts';
import { outcome } from '../outcome.ts';
import type { Interval } from '../poll.ts';
import { guardTime } from './in-time.ts';
import { waitUntilInUse } from './ready.ts';
import { sendSurely } from './repeatable.ts';
import type { CarSession } from './session.ts';
import { stateOf } from './versions.ts';

/** Publishes a version and waits until it is the one in use. */
export async function publish(
  session: CarSession,
  version: ApplicationVersion,
  interval: Interval,
): Promise<Outcome> {
  if (stateOf(version) !== 'in-use') await sendOnline(session, version.versionId);
  await waitUntilInUse(session, version.versionId, interval);
  const { 'previous-version': before = '' } = session.report.outputs;
  const past = before ? ` (before: ${before})` : '';
  return outcome('succeeded', `${session.applicationId} is on ${version.versionId}${past}`);
}

/** Sends SetApplicationVersionOnline. Throws a Refusal where it stays unknown whether it was done. */
export async function sendOnline(session: CarSession, versionId: string): Promise<void> {
  const { car, applicationId, log } = session;
  guardTime(session, `${versionId} could be published`);
  log.stage('Publish', versionId);
  await sendSurely(session, {
    versionId,
    what: `the publishing of ${versionId} was started`,
    send: () => car.setApplicationVersionOnline(applicationId, versionId),
    isDone: isPublished,
    isWanted: () => true,
  });
}

function isPublished(version: ApplicationVersion | undefined): boolean | undefined {
  const state = version && stateOf(version);
  if (state === 'in-use') return true;
  return state === 'ready' || state === 'usable' ? false : undefined;
}
