import type { OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import type { ApiResponseError } from '../../tencent/api-errors.ts';
import { hasCode } from '../../tencent/api-errors.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import type { ApplicationVersion, NewVersion } from '../../tencent/services/car-api.ts';
import { assertBeforeDeadline } from '../deadline.ts';
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
 * Makes room and creates a version; `first` is what the first check showed. Where CAR has less room
 * than its list shows, what is being deleted is waited for. Rejects with CAR's refusal.
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
      if (!isWantOfRoom(refusal)) throw refusal;
      car.context.log.stage('Version', `CAR refused it (${refusal.code}): checking`);
      if (!(await slots.findReason())) throw refusal;
    }
  }
}

/** Codes that say that nothing was created, and that another try may succeed later. */
function isWantOfRoom(error: unknown): error is ApiResponseError {
  return (
    hasCode(error, 'OperationDenied.VersionCreating') ||
    hasCode(error, 'OperationDenied.VersionLimitExceeded')
  );
}

/**
 * Creates a version, and never two: after an unclear answer the list tells whether it is there.
 * `known` are the versions that were seen before. Throws an OperationError where it stays unknown.
 */
async function createVersion(
  car: CarContext,
  known: ReadonlySet<string>,
  wanted: NewVersion,
): Promise<ApplicationVersion> {
  const { cancelSignal, log, report, transfer } = car.context;
  assertBeforeDeadline(car.context, 'the version could be created');
  cancelSignal.throwIfAborted();
  const sentAt = transfer.time.now();
  const { applicationFileName: fileName } = wanted;
  try {
    const version = await sendCreate(car, wanted, { fileName, sentAt, known });
    recordVersion(report, version);
    log.stage('Version', describeVersion(version));
    return version;
  } catch (error) {
    if (cancelSignal.aborted) {
      log.warning(
        'Version perhaps created',
        `The job was cancelled before it was known whether CAR created a version of ${fileName}. One that is left blocks the creation of another: run the job again with   pending-version: delete`,
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
    log.stage('Version', `the answer is unclear (${cause.message}): checking`);
    return findOwnVersion(car, { what: 'the version was created', cause }, call);
  }
}

/** Looks for the version until none has been there for half a minute. */
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
    // One that is further on was not created just now, whatever an older list shows later.
    for (const other of added) if (!isInPreparation(other)) known.add(other.versionId);
    return found.length > 0 || hasLasted('none') ? found : undefined;
  });
  const [version, ...others] = candidates ?? [];
  if (version && others.length === 0) return version;
  throw notFound(car, change, added, others.length > 0);
}

function notFound(
  { failures }: CarContext,
  change: UncertainChange,
  added: readonly ApplicationVersion[],
  areSeveral: boolean,
): OperationError {
  const seen = areSeveral
    ? 'several versions that it may have created:'
    : added.length > 0
      ? 'no version that it certainly created, and these, which are new:'
      : 'no new version half a minute later.';
  const versions = added.map((version) => ({ text: describeVersion(version) }));
  return unknownOutcome(change, [
    { label: 'Seen', text: seen },
    ...versions,
    ...failures.details(),
  ]);
}
