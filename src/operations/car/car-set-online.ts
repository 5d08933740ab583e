import type { Outcome } from '../../report/outcome.ts';
import { createOutcome, OperationError } from '../../report/outcome.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { message } from '../../text/message.ts';
import { describeLastFailure } from '../last-failure.ts';
import { defineOperation } from '../operation.ts';
import type { PollInterval } from '../poll.ts';
import { pollUntil } from '../poll.ts';
import type { CarContext } from './car-context.ts';
import {
  createCarContext,
  listVersions,
  readInitialVersions,
  recordVersion,
  VERSION_OUTPUTS,
} from './car-context.ts';
import { planOnline } from './car-plans.ts';
import { createLastingCheck } from '../lasting-state.ts';
import type { PublicationStart } from './publish-version.ts';
import { startPublication } from './publish-version.ts';
import { describeVersion, findById, getVersionState } from './version-state.ts';
import { waitUntilInUse, waitUntilReady } from './wait-for-version.ts';

/** Publishes an existing version: a new one after an approval, or an earlier one again. */
export const carSetOnline = defineOperation({
  required: ['application-id', 'application-version-id'],
  optional: ['wait', 'poll-interval'],
  outputs: VERSION_OUTPUTS,
  plan: ({ applicationId, applicationVersionId }, context) =>
    planOnline(createCarContext(context, applicationId), applicationVersionId),
  run: async ({ applicationId, applicationVersionId, wait, pollInterval }, context) => {
    const car = createCarContext(context, applicationId);
    const initial = await readInitialVersions(car);
    const version = await findExisting(car, initial, applicationVersionId, pollInterval);
    recordVersion(context.report, version);
    const inUse = message('car.already-in-use', { version: applicationVersionId });
    const alreadyInUse = createOutcome('succeeded', inUse);
    if (getVersionState(version) === 'in-use') return alreadyInUse;
    const from = getVersionState(version) === 'usable' ? 'usable' : 'ready';
    const ready = await waitUntilReady(car, applicationVersionId, pollInterval);
    if (wait) return publish(car, ready, { first: initial, from, pollInterval });
    if (getVersionState(ready) === 'in-use') return alreadyInUse;
    await startPublication(car, applicationVersionId, { first: initial, from });
    const headline = message('car.publication-started', { version: applicationVersionId });
    return createOutcome('started', headline);
  },
});

/** Reads again until the version appears: the list may lag behind a job that has just ended. */
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
  { context }: CarContext,
  versionId: string,
  known: readonly ApplicationVersion[],
): OperationError {
  const versions = known.map((version) => ({ text: describeVersion(version) }));
  return new OperationError(message('car.not-found', { version: versionId }), {
    code: 'version-not-found',
    details: [
      ...(known.length > 0
        ? [{ text: message('car.existing-versions') }, ...versions]
        : [{ text: message('car.no-versions') }]),
      ...describeLastFailure(context),
    ],
    next: [{ sentence: message('car.check-version-id') }],
  });
}

/** Publishes a version that is ready or already in use, and waits until it is in use. */
export async function publish(
  car: CarContext,
  version: ApplicationVersion,
  { first, from, pollInterval }: PublicationStart & { readonly pollInterval: PollInterval },
): Promise<Outcome> {
  const { versionId } = version;
  const values = { application: car.applicationId, version: versionId };
  const isInUse = getVersionState(version) === 'in-use';
  if (isInUse) return createOutcome('succeeded', message('car.now-in-use', values));
  const publication = await startPublication(car, versionId, { first, from });
  await waitUntilInUse(car, publication, pollInterval);
  const previous = publication.before;
  const headline = previous
    ? message('car.now-in-use-previously', { ...values, previous })
    : message('car.now-in-use', values);
  return createOutcome('succeeded', headline);
}
