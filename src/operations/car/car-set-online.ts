import { planOnline } from './car-plans.ts';
import { waitUntilInUse, waitUntilReady } from './wait-for-version.ts';
import {
  readInitialVersions,
  assertBeforeDeadline,
  recordVersion,
  createCarContext,
} from './car-context.ts';
import { describeVersion, getVersionState } from './version-state.ts';
import { defineOperation } from '../operation.ts';
import { createOutcome, OperationError } from '../../report/outcome.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import type { Outcome } from '../../report/outcome.ts';
import type { PollInterval } from '../poll.ts';
import { sendIdempotent } from './uncertain-change.ts';
import type { CarContext } from './car-context.ts';

/** Publishes an existing version: a new one behind an approval, or an earlier one again. */
export const carSetOnline = defineOperation({
  required: ['application-id', 'application-version-id'],
  optional: ['wait', 'poll-interval'],
  plan: ({ applicationId, applicationVersionId }, context) =>
    planOnline(createCarContext(context, applicationId), applicationVersionId),
  run: async (inputs, context) => {
    const car = createCarContext(context, inputs.applicationId);
    const versionId = inputs.applicationVersionId;
    const versions = await readInitialVersions(car);
    const version = versions.find((candidate) => candidate.versionId === versionId);
    if (!version) throw unknownVersion(versionId, versions.map(describeVersion));
    recordVersion(car, version);
    if (getVersionState(version) === 'in-use') {
      return createOutcome('succeeded', `${versionId} is in use already`);
    }
    const ready = await waitUntilReady(car, versionId, inputs.pollInterval);
    if (inputs.wait) return publish(car, ready, inputs.pollInterval);
    if (getVersionState(ready) === 'in-use')
      return createOutcome('succeeded', `${versionId} is in use already`);
    await sendOnline(car, versionId);
    return createOutcome('started', `the publishing of ${versionId} is started`);
  },
});

function unknownVersion(versionId: string, known: readonly string[]): OperationError {
  return new OperationError(`the application has no version ${versionId}`, {
    details: known.length > 0 ? ['It has:', ...known] : ['It has none.'],
    next: [{ sentence: 'Check application-version-id: it is an output of car-create-version.' }],
  });
}

/** Publishes a version and waits until it is the one in use. */
export async function publish(
  context: CarContext,
  version: ApplicationVersion,
  interval: PollInterval,
): Promise<Outcome> {
  if (getVersionState(version) !== 'in-use') await sendOnline(context, version.versionId);
  await waitUntilInUse(context, version.versionId, interval);
  const { 'previous-version': before = '' } = context.report.outputs;
  const past = before ? ` (before: ${before})` : '';
  return createOutcome('succeeded', `${context.applicationId} is on ${version.versionId}${past}`);
}

/** Sends SetApplicationVersionOnline. Throws a Refusal where it stays unknown whether it was done. */
export async function sendOnline(context: CarContext, versionId: string): Promise<void> {
  const { car, applicationId, log } = context;
  assertBeforeDeadline(context, `${versionId} could be published`);
  log.stage('Publish', versionId);
  await sendIdempotent(context, {
    versionId,
    what: `the publishing of ${versionId} was started`,
    send: () => car.setApplicationVersionOnline(applicationId, versionId),
    isDone: isPublished,
    isWanted: () => true,
  });
}

function isPublished(version: ApplicationVersion | undefined): boolean | undefined {
  const state = version && getVersionState(version);
  if (state === 'in-use') return true;
  return state === 'ready' || state === 'usable' ? false : undefined;
}
