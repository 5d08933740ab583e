import { basename, parse } from 'node:path';
import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { OperationError, Outcome } from '../../report/outcome.ts';
import { createOutcome } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import type {
  ApplicationVersion,
  CosCredential,
  NewVersion,
} from '../../tencent/services/car-api.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import { findPackageFile } from '../../transfer/package-file.ts';
import { assertBeforeDeadline } from '../deadline.ts';
import { uploadWithFallback } from '../files/upload-with-fallback.ts';
import type { OperationContext } from '../operation.ts';
import { defineOperation } from '../operation.ts';
import type { CarContext } from './car-context.ts';
import {
  createCarContext,
  listVersions,
  readInitialVersions,
  recordVersion,
  suggestPublish,
} from './car-context.ts';
import { planCreate } from './car-plans.ts';
import { assertFileType, assertSameFileType, checkNewVersion } from './car-preconditions.ts';
import { publish } from './car-set-online.ts';
import type { UncertainChange } from './uncertain-change.ts';
import { pollForEffect, unknownOutcome } from './uncertain-change.ts';
import { freeVersionSlot } from './version-slots.ts';
import { describeVersion, findVersionInUse } from './version-state.ts';
import { waitUntilReady } from './wait-for-version.ts';

/** Creates an application version, uploads its file, waits until it is ready, publishes it. */
export const carCreateVersion = defineOperation({
  required: ['application-id'],
  optional: [
    'package-file',
    'application-file-name',
    'application-version-regions',
    'application-version-update-mode',
    'set-online',
    'pending-version',
    'version-limit',
    'cos-endpoint',
    'wait',
    'poll-interval',
  ],
  check: checkNewVersion,
  plan: async (inputs, context) => {
    const files = await resolveFile(context, inputs);
    return planCreate(createCarContext(context, inputs.applicationId), inputs, files);
  },
  run: async (inputs, context) => {
    const { applicationId, pollInterval } = inputs;
    const car = createCarContext(context, applicationId);
    const { file, fileName } = await resolveFile(context, inputs);
    const before = await readInitialVersions(car);
    const version = await createVersion(car, await freeVersionSlot(car, before, inputs), {
      applicationId,
      applicationFileName: fileName,
      regions: inputs.applicationVersionRegions,
      updateMode: inputs.applicationVersionUpdateMode,
    });
    const { versionId } = version;
    const leaveUnpublished = (status: Outcome['status'], state: string) =>
      createOutcome(status, `${versionId} ${state}`, {
        next: [suggestPublish(applicationId, versionId)],
      });
    if (!file) return leaveUnpublished('started', `waits for its file ${fileName}`);
    await uploadVersion(car, version, { file, fileName, endpoint: inputs.cosEndpoint });
    if (!inputs.wait) return leaveUnpublished('started', 'is being prepared');
    const ready = await waitUntilReady(car, versionId, pollInterval);
    if (!inputs.setOnline) return leaveUnpublished('succeeded', 'is ready to be published');
    return publish(car, ready, { pollInterval, previous: findVersionInUse(before) });
  },
});

/** The file to upload, where there is one, and the name under which CAR gets it. */
async function resolveFile(
  { folders }: OperationContext,
  { packageFile, applicationFileName }: Inputs<never, 'package-file' | 'application-file-name'>,
): Promise<{ readonly file: PackageFile | undefined; readonly fileName: string }> {
  const file = packageFile ? await findPackageFile(packageFile, folders.workspace) : undefined;
  const fileName = applicationFileName ?? basename(file?.path ?? '');
  assertFileType(fileName);
  if (file) assertSameFileType(file.path, fileName);
  return { file, fileName };
}

/** Uploads a version's file to the path that CAR names for it. Where that fails, the version stays. */
async function uploadVersion(
  { context, api, applicationId }: CarContext,
  { versionId }: ApplicationVersion,
  { file, fileName, endpoint }: { file: PackageFile; fileName: string; endpoint: string },
): Promise<void> {
  const getTarget = async () => {
    const { value: keys } = await api.describeCosCredential(applicationId, fileName);
    const { bucket, region } = keys;
    return { keys, object: { bucket, region, key: getObjectKey(keys, fileName) } };
  };
  try {
    await uploadWithFallback(context, { file, endpoint, getTarget });
  } catch (error) {
    context.log.warning(
      'Version without a file',
      `${versionId} was created and has no file: it blocks the creation of another. Run the job again with   pending-version: delete`,
    );
    throw error;
  }
}

/** The official example has a whole key. A prefix is not excluded, and would end in a slash. */
function getObjectKey({ path }: CosCredential, fileName: string): string {
  return path.endsWith('/') ? `${path}${fileName}` : path;
}

/**
 * Creates a version, and never two: after an unclear answer the list tells whether it is there.
 * `before` are the versions that were there. Throws an OperationError where it stays unknown.
 */
export async function createVersion(
  car: CarContext,
  before: readonly ApplicationVersion[],
  wanted: NewVersion,
): Promise<ApplicationVersion> {
  const { context } = car;
  assertBeforeDeadline(context, 'the version could be created');
  const version = await sendCreate(car, before, wanted);
  recordVersion(context.report, version);
  context.log.stage('Version', describeVersion(version));
  return version;
}

async function sendCreate(
  car: CarContext,
  before: readonly ApplicationVersion[],
  wanted: NewVersion,
): Promise<ApplicationVersion> {
  const { report, log } = car.context;
  try {
    const { value, requestId } = await car.api.createApplicationVersion(wanted);
    setOutput(report, 'request-id', requestId);
    return value;
  } catch (cause) {
    if (!isOutcomeUnknown(cause)) throw cause;
    log.stage('Version', `the answer is unclear (${cause.message}): looks`);
    const change = { what: 'the version was created', cause };
    const knownIds = new Set(before.map(({ versionId }) => versionId));
    const added = await pollForEffect(car, change, async () => {
      const found = (await listVersions(car)).filter(({ versionId }) => !knownIds.has(versionId));
      return found.length > 0 ? found : undefined;
    });
    return findCreatedVersion(change, added ?? [], wanted.applicationFileName);
  }
}

/**
 * The version that an unclear answer left behind: the only one that was added, unless it is named
 * after another file. Throws an OperationError where it cannot be told.
 */
export function findCreatedVersion(
  change: UncertainChange,
  added: readonly ApplicationVersion[],
  fileName: string,
): ApplicationVersion {
  const [version, ...others] = added;
  if (!version) throw unclear(change, 'no new version half a minute later.', []);
  if (others.length > 0) throw unclear(change, 'several new versions:', added);
  if (!isNamedAfter(version, fileName)) {
    throw unclear(change, `one that is not of ${fileName}:`, added);
  }
  return version;
}

function unclear(
  change: UncertainChange,
  seen: string,
  added: readonly ApplicationVersion[],
): OperationError {
  const versions = added.map((version) => ({ text: describeVersion(version) }));
  return unknownOutcome(change, [{ label: 'Seen', text: seen }, ...versions]);
}

/** The official example names a version after its file, without the extension. */
function isNamedAfter({ name }: ApplicationVersion, fileName: string): boolean {
  return ['', fileName, parse(fileName).name].includes(name);
}
