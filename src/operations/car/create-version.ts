import type { OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import type { ApiResponseError } from '../../tencent/api-errors.ts';
import { hasCode } from '../../tencent/api-errors.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import type { ApplicationVersion, NewVersion } from '../../tencent/services/car-api.ts';
import { message } from '../../text/message.ts';
import { assertBeforeDeadline } from '../deadline.ts';
import { describeLastFailure } from '../last-failure.ts';
import type { CarContext } from './car-context.ts';
import { recordVersion } from './car-context.ts';
import type { CreationCall } from './created-version.ts';
import { findAddedVersions, findCreatedVersions, isInPreparation } from './created-version.ts';
import { createLastingCheck } from '../lasting-state.ts';
import type { UncertainChange } from './uncertain-change.ts';
import { pollForEffect, unknownOutcome } from './uncertain-change.ts';
import type { VersionSlotInputs } from './version-slots.ts';
import { createVersionSlots } from './version-slots.ts';
import { describeVersion } from './version-state.ts';

/**
 * Makes room for a version and creates it. If CAR has less room than its list shows, the step waits
 * for deletions that are in progress. Rejects with CAR's error if CAR refuses. `first` is the list
 * of versions from the first check. Unknown (car-order): whether CAR itself wants the version
 * before its file, as car-cli does.
 */
export async function createInFreeSlot(
  car: CarContext,
  first: readonly ApplicationVersion[],
  inputs: VersionSlotInputs,
  wanted: NewVersion,
): Promise<ApplicationVersion> {
  const slots = createVersionSlots(car, first, inputs);
  for (;;) {
    await slots.free();
    try {
      return await createVersion(car, slots.known, wanted);
    } catch (refusal) {
      if (!isLackOfRoom(refusal)) throw refusal;
      car.context.log.stage(
        message('car.stage-version'),
        message('car.refused-checking', { code: refusal.code }),
      );
      if (!(await slots.findReason())) throw refusal;
    }
  }
}

/** Returns true for error codes that mean: nothing was created, but a later try may succeed. */
function isLackOfRoom(error: unknown): error is ApiResponseError {
  return (
    hasCode(error, 'OperationDenied.VersionCreating') ||
    hasCode(error, 'OperationDenied.VersionLimitExceeded')
  );
}

/**
 * Creates a version, and never a second one: after an ambiguous response it checks the list for the
 * new version. `known` holds the IDs of the versions seen before. Throws an OperationError if the
 * outcome stays unknown.
 */
async function createVersion(
  car: CarContext,
  known: ReadonlySet<string>,
  wanted: NewVersion,
): Promise<ApplicationVersion> {
  const { cancelSignal, log, report, transfer } = car.context;
  assertBeforeDeadline(car.context, message('car.goal-create'));
  cancelSignal.throwIfAborted();
  const sentAt = transfer.time.now();
  const { applicationFileName: fileName } = wanted;
  try {
    const version = await sendCreate(car, wanted, { fileName, sentAt, known });
    recordVersion(report, version);
    log.stage(message('car.stage-version'), describeVersion(version));
    return version;
  } catch (error) {
    if (cancelSignal.aborted) {
      log.warning(
        message('car.perhaps-created'),
        message('car.perhaps-created-warning', { file: fileName }),
      );
    }
    throw error;
  }
}

async function sendCreate(
  car: CarContext,
  wanted: NewVersion,
  call: CreationCall,
): Promise<ApplicationVersion> {
  const { report, log } = car.context;
  try {
    const { value, requestId } = await car.api.createApplicationVersion(wanted);
    setOutput(report, 'request-id', requestId);
    return value;
  } catch (cause) {
    if (!isOutcomeUnknown(cause)) throw cause;
    const unclear = message('car.create-unclear', { reason: cause.text });
    log.stage(message('car.stage-version'), unclear);
    return findOwnVersion(car, { headline: message('car.create-unknown'), cause }, call);
  }
}

/** Searches for the version until no read has shown it for half a minute. */
async function findOwnVersion(
  car: CarContext,
  change: UncertainChange,
  call: CreationCall,
): Promise<ApplicationVersion> {
  const hasLasted = createLastingCheck(car.context.clock);
  let added: ApplicationVersion[] = [];
  const known = new Set(call.known);
  const candidates = await pollForEffect(car, change, (versions) => {
    added = findAddedVersions(versions, call.known);
    const found = findCreatedVersions(versions, { ...call, known });
    // A version in any later state was not created just now, even if a stale list shows it as new.
    for (const other of added) if (!isInPreparation(other)) known.add(other.versionId);
    return found.length > 0 || hasLasted('none') ? found : undefined;
  });
  const [version, ...others] = candidates ?? [];
  if (version && others.length === 0) return version;
  throw notFound(car, change, added, others.length > 0);
}

function notFound(
  { context }: CarContext,
  change: UncertainChange,
  added: readonly ApplicationVersion[],
  areSeveral: boolean,
): OperationError {
  const found = areSeveral
    ? message('car.found-several')
    : added.length > 0
      ? message('car.found-others')
      : message('car.found-none');
  const versions = added.map((version) => ({ text: describeVersion(version) }));
  return unknownOutcome(change, [
    { label: message('car.label-found'), text: found },
    ...versions,
    ...describeLastFailure(context),
  ]);
}
