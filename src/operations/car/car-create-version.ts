import { basename } from 'node:path';
import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { Outcome } from '../../report/outcome.ts';
import { createOutcome } from '../../report/outcome.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import type { Message, Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import { findPackageFile } from '../../transfer/package-file.ts';
import type { OperationContext } from '../operation.ts';
import { defineOperation } from '../operation.ts';
import {
  createCarContext,
  readInitialVersions,
  suggestPublish,
  VERSION_OUTPUTS,
} from './car-context.ts';
import { planCreate } from './car-plans.ts';
import { assertFileType, assertSameFileType, checkNewVersion } from './car-preconditions.ts';
import { publish } from './car-set-online.ts';
import { createInFreeSlot } from './create-version.ts';
import { uploadVersion } from './upload-version.ts';
import { getVersionState } from './version-state.ts';
import { waitUntilReady } from './wait-for-version.ts';

/** Creates an application version, uploads its file, waits until it is ready, and publishes it. */
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
  outputs: VERSION_OUTPUTS,
  check: checkNewVersion,
  plan: async (inputs, context) => {
    const files = await resolveFile(context, inputs);
    return planCreate(createCarContext(context, inputs.applicationId), inputs, files);
  },
  run: async (inputs, context) => {
    const { applicationId, pollInterval } = inputs;
    const car = createCarContext(context, applicationId);
    const { file, fileName } = await resolveFile(context, inputs);
    const first = await readInitialVersions(car);
    const version = await createInFreeSlot(car, first, inputs, {
      applicationId,
      applicationFileName: fileName,
      regions: inputs.applicationVersionRegions,
      updateMode: inputs.applicationVersionUpdateMode,
    });
    const { versionId } = version;
    const leaveUnpublished = (status: Outcome['status'], headline: Text) =>
      createOutcome(status, headline, { next: [suggestPublish(applicationId, versionId)] });
    if (!file) {
      const headline = message('car.waiting-for-file', { version: versionId, file: fileName });
      return leaveUnpublished('started', headline);
    }
    await uploadVersion(car, version, { file, fileName, endpoint: inputs.cosEndpoint });
    if (!inputs.wait) {
      return leaveUnpublished('started', message('car.being-prepared', { version: versionId }));
    }
    const ready = await waitUntilReady(car, versionId, pollInterval);
    if (inputs.setOnline) return publish(car, ready, { first, from: 'ready', pollInterval });
    if (getVersionState(ready) === 'ready') {
      return leaveUnpublished('succeeded', message('car.ready', { version: versionId }));
    }
    return createOutcome('succeeded', describePublished(ready));
  },
});

/** Describes a version that someone else published before this step ended. */
function describePublished(ready: ApplicationVersion): Message {
  const version = ready.versionId;
  return getVersionState(ready) === 'in-use'
    ? message('car.published-elsewhere', { version })
    : message('car.replaced-elsewhere', { version });
}

/** Finds the file to upload, if there is one, and the name that it gets in CAR. */
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
