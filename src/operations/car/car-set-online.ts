import type { Outcome } from '../../report/outcome.ts';
import { createOutcome, OperationError } from '../../report/outcome.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { defineOperation } from '../operation.ts';
import type { PollInterval } from '../poll.ts';
import { pollUntil } from '../poll.ts';
import type { CarContext } from './car-context.ts';
import {
  createCarContext,
  listVersions,
  readInitialVersions,
  recordVersion,
} from './car-context.ts';
import { planOnline } from './car-plans.ts';
import { createLastingCheck } from '../lasting-state.ts';
import type { PublicationStart } from './publish-version.ts';
import { startPublication } from './publish-version.ts';
import { describeVersion, findById, getVersionState } from './version-state.ts';
import { waitUntilInUse, waitUntilReady } from './wait-for-version.ts';

/** Publishes an existing version: a new one behind an approval, or an earlier one again. */
export const carSetOnline = defineOperation({
  required: ['application-id', 'application-version-id'],
  optional: ['wait', 'poll-interval'],
  plan: ({ applicationId, applicationVersionId }, context) =>
    planOnline(createCarContext(context, applicationId), applicationVersionId),
  run: async ({ applicationId, applicationVersionId, wait, pollInterval }, context) => {
    const car = createCarContext(context, applicationId);
    const initial = await readInitialVersions(car);
    const version = await findExisting(car, initial, applicationVersionId, pollInterval);
    recordVersion(context.report, version);
    const alreadyInUse = createOutcome('succeeded', `${applicationVersionId} is in use already`);
    if (getVersionState(version) === 'in-use') return alreadyInUse;
    const from = getVersionState(version) === 'usable' ? 'usable' : 'ready';
    const ready = await waitUntilReady(car, applicationVersionId, pollInterval);
    if (wait) return publish(car, ready, { first: initial, from, pollInterval });
    if (getVersionState(ready) === 'in-use') return alreadyInUse;
    await startPublication(car, applicationVersionId, { first: initial, from });
    return createOutcome('started', `the publishing of ${applicationVersionId} is started`);
  },
});

/** Looks for a version that the first list may lack: a list may lag behind a job that just ended. */
async function findExisting(
  car: CarContext,
  initial: readonly ApplicationVersion[],
  versionId: string,
  pollInterval: PollInterval,
): Promise<ApplicationVersion> {
  const existing = findById(initial, versionId);
  if (existing) return existing;
  const hasLasted = createLastingCheck(car.context.clock);
  hasLasted('absent');
  let last = initial;
  const found = await pollUntil(car.context, {
    interval: pollInterval,
    isTargetKnown: true,
    read: () => listVersions(car),
    decide: (versions) => {
      last = versions;
      const version = findById(versions, versionId);
      if (!version && hasLasted('absent')) throw versionNotFound(car, versionId, versions);
      return version;
    },
  });
  return found ?? Promise.reject(versionNotFound(car, versionId, last));
}

function versionNotFound(
  { failures }: CarContext,
  versionId: string,
  known: readonly ApplicationVersion[],
): OperationError {
  const versions = known.map((version) => ({ text: describeVersion(version) }));
  return new OperationError(`the application has no version ${versionId}`, {
    code: 'version-not-found',
    details: [
      ...(known.length > 0 ? [{ text: 'It has:' }, ...versions] : [{ text: 'It has none.' }]),
      ...failures.details(),
    ],
    next: [{ sentence: 'Check application-version-id: it is an output of car-create-version.' }],
  });
}

/** Publishes a version that is ready, or is already in use, and waits until it is in use. */
export async function publish(
  car: CarContext,
  version: ApplicationVersion,
  { first, from, pollInterval }: PublicationStart & { readonly pollInterval: PollInterval },
): Promise<Outcome> {
  const { versionId } = version;
  const isInUse = getVersionState(version) === 'in-use';
  if (isInUse) return createOutcome('succeeded', `${car.applicationId} is on ${versionId}`);
  const publication = await startPublication(car, versionId, { first, from });
  await waitUntilInUse(car, publication, pollInterval);
  const before = publication.before ? ` (before: ${publication.before})` : '';
  return createOutcome('succeeded', `${car.applicationId} is on ${versionId}${before}`);
}
