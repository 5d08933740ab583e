import type { OutputName } from '../../github/outputs.ts';
import type { NextStep } from '../../report/outcome.ts';
import type { RunRecord } from '../../report/run-record.ts';
import { setOutput } from '../../report/run-record.ts';
import type { ApplicationVersion, Car } from '../../tencent/services/car-api.ts';
import { createCar } from '../../tencent/services/car-api.ts';
import type { Text } from '../../text/message.ts';
import { joinTexts, message } from '../../text/message.ts';
import { logTarget } from '../log-target.ts';
import type { OperationContext } from '../operation.ts';
import { describeVersion, dropDuplicates, findVersionInUse } from './version-state.ts';

/** A CAR application, and the step that changes its versions. */
export interface CarContext {
  readonly context: OperationContext;
  readonly api: Car;
  readonly applicationId: string;
}

/** The outputs of every operation on the versions of an application. */
export const VERSION_OUTPUTS = [
  'application-version-id',
  'application-version-status',
  'version',
  'previous-version',
] as const satisfies readonly OutputName[];

/** Connects a step to a CAR application. */
export function createCarContext(context: OperationContext, applicationId: string): CarContext {
  return { context, api: createCar(context.call), applicationId };
}

/** Reads all versions of the application, without duplicates, and records which one is in use. */
export async function listVersions({
  api,
  applicationId,
  context,
}: CarContext): Promise<ApplicationVersion[]> {
  const { value } = await api.describeApplicationVersion(applicationId);
  const versions = dropDuplicates(value);
  // A list may briefly omit the version in use: keep the one that an earlier list had.
  setOutput(context.report, 'version', findVersionInUse(versions)?.versionId ?? '');
  return versions;
}

/** Reads the versions before the step changes anything, logs them, and records the one in use. */
export async function readInitialVersions(car: CarContext): Promise<ApplicationVersion[]> {
  const { log, report } = car.context;
  const versions = await listVersions(car);
  car.context.onTargetChecked();
  const inUse = findVersionInUse(versions);
  setOutput(report, 'previous-version', inUse?.versionId ?? '');
  report.target = joinTexts(
    'dot',
    car.applicationId,
    message('car.versions', { count: versions.length }),
    inUse ? message('car.in-use', { version: describeVersion(inUse) }) : message('car.none-in-use'),
  );
  logTarget(car.context, message('car.stage-target'), report.target);
  log.details(message('car.versions-title'), versions.map(describeVersion));
  return versions;
}

/** Records the version in use as the previous version, unless `versionId` itself is in use. */
export function recordVersionBefore(
  { context: { report } }: CarContext,
  versions: readonly ApplicationVersion[],
  versionId: string,
): void {
  const inUse = findVersionInUse(versions);
  if (inUse && inUse.versionId !== versionId) {
    setOutput(report, 'previous-version', inUse.versionId);
  }
}

/** Records a version and its status as outputs. */
export function recordVersion(report: RunRecord, version: ApplicationVersion): void {
  setOutput(report, 'application-version-id', version.versionId);
  setOutput(report, 'application-version-status', version.status);
}

/** Returns a step to copy that publishes a version later. */
export function suggestPublish(
  applicationId: string,
  versionId: string,
  sentence: Text = message('car.publish-later'),
): NextStep {
  return {
    sentence,
    inputs: {
      operation: 'car-set-online',
      'application-id': applicationId,
      'application-version-id': versionId,
    },
  };
}
