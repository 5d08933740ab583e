import { basename } from 'node:path';
import { checkCar, guardFileType, guardSameType } from './car/check.ts';
import { createVersion } from './car/create.ts';
import { makeRoom } from './car/make-room.ts';
import { planCreate } from './car/plan.ts';
import { publish } from './car/publish.ts';
import { waitUntilReady } from './car/ready.ts';
import { firstList, openCarSession } from './car/session.ts';
import { uploadVersion } from './car/upload.ts';
import type { Step } from './operation.ts';
import { operation } from './operation.ts';
import { outcome } from './outcome.ts';
import { findFile } from './upload/find-file.ts';

/** Creates an application version, uploads its file, waits until it is ready, publishes it. */
export const carCreateVersion = operation({
  needs: ['application-id'],
  takes: [
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
  check: checkCar,
  plan: async (inputs, step) => {
    const session = openCarSession(step, inputs.applicationId);
    return planCreate(session, inputs, await fileOf(step, inputs));
  },
  run: async (inputs, step) => {
    const session = openCarSession(step, inputs.applicationId);
    const { file, fileName } = await fileOf(step, inputs);
    const versions = await makeRoom(session, await firstList(session), inputs);
    const version = await createVersion(session, versions, {
      applicationId: inputs.applicationId,
      applicationFileName: fileName,
      regions: inputs.applicationVersionRegions,
      updateMode: inputs.applicationVersionUpdateMode,
    });
    if (!file) return outcome('started', `${version.versionId} waits for its file ${fileName}`);
    await uploadVersion(session, version, file, { fileName, cosEndpoint: inputs.cosEndpoint });
    if (!inputs.wait) return outcome('started', `${version.versionId} is being prepared`);
    const ready = await waitUntilReady(session, version.versionId, inputs.pollInterval);
    if (inputs.setOnline) return publish(session, ready, inputs.pollInterval);
    return outcome('succeeded', `${version.versionId} is ready to be published`);
  },
});

interface FileInputs {
  readonly packageFile?: string | undefined;
  readonly applicationFileName?: string | undefined;
}

/** The file to upload, where there is one, and the name that CAR gets. */
async function fileOf(step: Step, { packageFile, applicationFileName }: FileInputs) {
  const file = packageFile ? await findFile(step, packageFile) : undefined;
  const fileName = applicationFileName ?? basename(file?.path ?? '');
  guardFileType(fileName);
  if (file) guardSameType(file.path, fileName);
  return { file, fileName };
}
