import { basename } from 'node:path';
import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { Outcome } from '../../report/outcome.ts';
import { createOutcome } from '../../report/outcome.ts';
import type { ApplicationVersion, CosCredential } from '../../tencent/services/car-api.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import { findPackageFile } from '../../transfer/package-file.ts';
import { uploadWithFallback } from '../files/upload-with-fallback.ts';
import type { OperationContext } from '../operation.ts';
import { defineOperation } from '../operation.ts';
import type { CarContext } from './car-context.ts';
import { createCarContext, readInitialVersions, suggestPublish } from './car-context.ts';
import { planCreate } from './car-plans.ts';
import { assertFileType, assertSameFileType, checkNewVersion } from './car-preconditions.ts';
import { publish } from './car-set-online.ts';
import { createVersion } from './create-version-once.ts';
import { freeVersionSlot } from './version-slots.ts';
import { findVersionInUse } from './version-state.ts';
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
