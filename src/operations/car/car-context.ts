import type { ApplicationVersion, Car } from '../../tencent/services/car-api.ts';
import { createCar } from '../../tencent/services/car-api.ts';
import type { OperationContext } from '../operation.ts';
import { setOutput } from '../../report/run-record.ts';
import { joinParts } from '../../text/format.ts';
import { describeVersion, getVersionState } from './version-state.ts';
import { MORE_TIME, OperationError } from '../../report/outcome.ts';

/** A step at work on the versions of one application. */
export interface CarContext extends OperationContext {
  readonly applicationId: string;
  readonly car: Car;
}

export function createCarContext(context: OperationContext, applicationId: string): CarContext {
  return { ...context, applicationId, car: createCar(context.call) };
}

/** All versions as they are now. */
export async function listVersions({
  car,
  applicationId,
}: CarContext): Promise<ApplicationVersion[]> {
  return (await car.describeApplicationVersion(applicationId)).value;
}

/** The look before anything is done: it is shown, and tells what is in use. */
export async function readInitialVersions(context: CarContext): Promise<ApplicationVersion[]> {
  const versions = await listVersions(context);
  const inUse = versions.find((version) => getVersionState(version) === 'in-use');
  setOutput(context.report, 'previous-version', inUse?.versionId ?? '');
  const using = `in use: ${inUse ? describeVersion(inUse) : 'none'}`;
  context.report.target = joinParts(context.applicationId, `${versions.length} versions`, using);
  context.log.stage('Target', context.report.target);
  context.log.details('Versions', versions.map(describeVersion));
  return versions;
}

/** A list may lack a version once: one that is gone is missing from so many in a row. */
export const REQUIRED_ABSENCES = 2;

/** The version in the list as it is now; `undefined` where it is not there. */
export async function findVersion(
  context: CarContext,
  versionId: string,
): Promise<ApplicationVersion | undefined> {
  return (await listVersions(context)).find((version) => version.versionId === versionId);
}

/** Notes a version and its state for the outputs. */
export function recordVersion({ report }: CarContext, version: ApplicationVersion): void {
  setOutput(report, 'application-version-id', version.versionId);
  setOutput(report, 'application-version-status', version.status);
}

/** What is not begun in time is not begun at all: nobody would see what becomes of it. */
export function assertBeforeDeadline({ clock, deadline }: CarContext, what: string): void {
  if (clock.now() < deadline) return;
  throw new OperationError(`the timeout was reached before ${what}`, {
    status: 'timed-out',
    details: ['That was not started.'],
    next: [MORE_TIME],
  });
}
