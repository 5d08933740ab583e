import type { ApplicationVersion, Car } from '../../tencent/services/car-api.ts';
import { createCar } from '../../tencent/services/car-api.ts';
import type { Step } from '../operation.ts';
import { note } from '../../report/run-record.ts';
import { join } from '../../text/format.ts';
import { describeVersion, stateOf } from './version-state.ts';
import { MORE_TIME, Refusal } from '../../report/outcome.ts';

/** A step at work on the versions of one application. */
export interface CarSession extends Step {
  readonly applicationId: string;
  readonly car: Car;
}

export function openCarSession(step: Step, applicationId: string): CarSession {
  return { ...step, applicationId, car: createCar(step.call) };
}

/** All versions as they are now. */
export async function listVersions({
  car,
  applicationId,
}: CarSession): Promise<ApplicationVersion[]> {
  return (await car.describeApplicationVersion(applicationId)).value;
}

/** The look before anything is done: it is shown, and tells what is in use. */
export async function firstList(session: CarSession): Promise<ApplicationVersion[]> {
  const versions = await listVersions(session);
  const inUse = versions.find((version) => stateOf(version) === 'in-use');
  note(session.report, 'previous-version', inUse?.versionId ?? '');
  const using = `in use: ${inUse ? describeVersion(inUse) : 'none'}`;
  session.report.target = join(session.applicationId, `${versions.length} versions`, using);
  session.log.stage('Target', session.report.target);
  session.log.details('Versions', versions.map(describeVersion));
  return versions;
}

/** A list may lack a version once: one that is gone is missing from so many in a row. */
export const MISSING_LOOKS = 2;

/** The version in the list as it is now; `undefined` where it is not there. */
export async function findVersion(
  session: CarSession,
  versionId: string,
): Promise<ApplicationVersion | undefined> {
  return (await listVersions(session)).find((version) => version.versionId === versionId);
}

/** Notes a version and its state for the outputs. */
export function noteVersion({ report }: CarSession, version: ApplicationVersion): void {
  note(report, 'application-version-id', version.versionId);
  note(report, 'application-version-status', version.status);
}

/** What is not begun in time is not begun at all: nobody would see what becomes of it. */
export function guardTime({ clock, deadline }: CarSession, what: string): void {
  if (clock.now() < deadline) return;
  throw new Refusal(`the timeout was reached before ${what}`, {
    status: 'timed-out',
    details: ['That was not started.'],
    next: [MORE_TIME],
  });
}
