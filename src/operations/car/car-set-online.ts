import type { Outcome } from '../../report/outcome.ts';
import { createOutcome, OperationError } from '../../report/outcome.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { assertBeforeDeadline } from '../deadline.ts';
import { defineOperation } from '../operation.ts';
import type { PollInterval } from '../poll.ts';
import type { CarContext } from './car-context.ts';
import { createCarContext, readInitialVersions, recordVersion } from './car-context.ts';
import { planOnline } from './car-plans.ts';
import { sendIdempotent } from './uncertain-change.ts';
import { describeVersion, findVersionInUse, getVersionState } from './version-state.ts';
import { waitUntilInUse, waitUntilReady } from './wait-for-version.ts';

/** Publishes an existing version: a new one behind an approval, or an earlier one again. */
export const carSetOnline = defineOperation({
  required: ['application-id', 'application-version-id'],
  optional: ['wait', 'poll-interval'],
  plan: ({ applicationId, applicationVersionId }, context) =>
    planOnline(createCarContext(context, applicationId), applicationVersionId),
  run: async ({ applicationId, applicationVersionId, wait, pollInterval }, context) => {
    const car = createCarContext(context, applicationId);
    const versions = await readInitialVersions(car);
    const version = versions.find(({ versionId }) => versionId === applicationVersionId);
    if (!version) throw versionNotFound(applicationVersionId, versions);
    recordVersion(context.report, version);
    const alreadyInUse = createOutcome('succeeded', `${applicationVersionId} is in use already`);
    if (getVersionState(version) === 'in-use') return alreadyInUse;
    const ready = await waitUntilReady(car, applicationVersionId, pollInterval);
    if (wait) return publish(car, ready, { pollInterval, previous: findVersionInUse(versions) });
    if (getVersionState(ready) === 'in-use') return alreadyInUse;
    await sendOnline(car, applicationVersionId);
    return createOutcome('started', `the publishing of ${applicationVersionId} is started`);
  },
});

function versionNotFound(versionId: string, known: readonly ApplicationVersion[]): OperationError {
  const versions = known.map((version) => ({ text: describeVersion(version) }));
  return new OperationError(`the application has no version ${versionId}`, {
    code: 'version-not-found',
    details: known.length > 0 ? [{ text: 'It has:' }, ...versions] : [{ text: 'It has none.' }],
    next: [{ sentence: 'Check application-version-id: it is an output of car-create-version.' }],
  });
}

/** Publishes a version and waits until it is in use; `previous` was in use before. */
export async function publish(
  car: CarContext,
  version: ApplicationVersion,
  {
    pollInterval,
    previous,
  }: { pollInterval: PollInterval; previous: ApplicationVersion | undefined },
): Promise<Outcome> {
  const { versionId } = version;
  if (getVersionState(version) !== 'in-use') await sendOnline(car, versionId);
  await waitUntilInUse(car, versionId, pollInterval);
  const before = previous ? ` (before: ${previous.versionId})` : '';
  return createOutcome('succeeded', `${car.applicationId} is on ${versionId}${before}`);
}

async function sendOnline(car: CarContext, versionId: string): Promise<void> {
  const { context, api, applicationId } = car;
  assertBeforeDeadline(context, `${versionId} could be published`);
  context.log.stage('Publish', versionId);
  await sendIdempotent(car, {
    versionId,
    what: `the publishing of ${versionId} was started`,
    send: () => api.setApplicationVersionOnline(applicationId, versionId),
    isDone: isPublished,
    isWanted: () => true,
  });
}

/** `undefined` where the version is in a state that tells nothing of a publication. */
function isPublished(version: ApplicationVersion | undefined): boolean | undefined {
  const state = version && getVersionState(version);
  if (state === 'in-use') return true;
  return state === 'ready' || state === 'usable' ? false : undefined;
}
