import { planOnline } from './car-plans.ts';
import { waitUntilInUse, waitUntilReady } from './wait-for-version.ts';
import { firstList, guardTime, noteVersion, openCarSession } from './car-context.ts';
import { describeVersion, stateOf } from './version-state.ts';
import { operation } from '../operation.ts';
import { outcome, Refusal } from '../../report/outcome.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import type { Outcome } from '../../report/outcome.ts';
import type { Interval } from '../poll.ts';
import { sendSurely } from './uncertain-change.ts';
import type { CarSession } from './car-context.ts';

/** Publishes an existing version: a new one behind an approval, or an earlier one again. */
export const carSetOnline = operation({
  needs: ['application-id', 'application-version-id'],
  takes: ['wait', 'poll-interval'],
  plan: ({ applicationId, applicationVersionId }, step) =>
    planOnline(openCarSession(step, applicationId), applicationVersionId),
  run: async (inputs, step) => {
    const session = openCarSession(step, inputs.applicationId);
    const versionId = inputs.applicationVersionId;
    const versions = await firstList(session);
    const version = versions.find((candidate) => candidate.versionId === versionId);
    if (!version) throw unknownVersion(versionId, versions.map(describeVersion));
    noteVersion(session, version);
    if (stateOf(version) === 'in-use') {
      return outcome('succeeded', `${versionId} is in use already`);
    }
    const ready = await waitUntilReady(session, versionId, inputs.pollInterval);
    if (inputs.wait) return publish(session, ready, inputs.pollInterval);
    if (stateOf(ready) === 'in-use') return outcome('succeeded', `${versionId} is in use already`);
    await sendOnline(session, versionId);
    return outcome('started', `the publishing of ${versionId} is started`);
  },
});

function unknownVersion(versionId: string, known: readonly string[]): Refusal {
  return new Refusal(`the application has no version ${versionId}`, {
    details: known.length > 0 ? ['It has:', ...known] : ['It has none.'],
    next: [{ sentence: 'Check application-version-id: it is an output of car-create-version.' }],
  });
}

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
