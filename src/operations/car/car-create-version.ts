import { basename, parse } from 'node:path';
import { checkCar, assertFileType, assertSameFileType } from './car-preconditions.ts';
import { freeVersionSlot } from './version-slots.ts';
import { planCreate } from './car-plans.ts';
import { publish } from './car-set-online.ts';
import { waitUntilReady } from './wait-for-version.ts';
import {
  readInitialVersions,
  assertBeforeDeadline,
  listVersions,
  recordVersion,
  createCarContext,
} from './car-context.ts';
import type { OperationContext } from '../operation.ts';
import { defineOperation } from '../operation.ts';
import { createOutcome } from '../../report/outcome.ts';
import { findFile } from '../../transfer/package-file.ts';
import type {
  ApplicationVersion,
  CosCredential,
  NewVersion,
} from '../../tencent/services/car-api.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import { setOutput } from '../../report/run-record.ts';
import type { UncertainChange } from './uncertain-change.ts';
import { unknownOutcome, pollForEffect } from './uncertain-change.ts';
import type { CarContext } from './car-context.ts';
import { describeVersion } from './version-state.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import { uploadWithFallback } from '../files/upload-with-fallback.ts';

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
  check: checkCar,
  plan: async (inputs, context) => {
    const car = createCarContext(context, inputs.applicationId);
    return planCreate(car, inputs, await fileOf(car, inputs));
  },
  run: async (inputs, context) => {
    const car = createCarContext(context, inputs.applicationId);
    const { file, fileName } = await fileOf(car, inputs);
    const versions = await freeVersionSlot(car, await readInitialVersions(car), inputs);
    const version = await createVersion(car, versions, {
      applicationId: inputs.applicationId,
      applicationFileName: fileName,
      regions: inputs.applicationVersionRegions,
      updateMode: inputs.applicationVersionUpdateMode,
    });
    if (!file)
      return createOutcome('started', `${version.versionId} waits for its file ${fileName}`);
    await uploadVersion(car, version, file, { fileName, cosEndpoint: inputs.cosEndpoint });
    if (!inputs.wait) return createOutcome('started', `${version.versionId} is being prepared`);
    const ready = await waitUntilReady(car, version.versionId, inputs.pollInterval);
    if (inputs.setOnline) return publish(car, ready, inputs.pollInterval);
    return createOutcome('succeeded', `${version.versionId} is ready to be published`);
  },
});

interface FileInputs {
  readonly packageFile?: string | undefined;
  readonly applicationFileName?: string | undefined;
}

/** The file to upload, where there is one, and the name that CAR gets. */
async function fileOf(context: OperationContext, { packageFile, applicationFileName }: FileInputs) {
  const file = packageFile ? await findFile(context, packageFile) : undefined;
  const fileName = applicationFileName ?? basename(file?.path ?? '');
  assertFileType(fileName);
  if (file) assertSameFileType(file.path, fileName);
  return { file, fileName };
}

/** Creates a version, once: after an unclear answer the list tells whether it is there. */
export async function createVersion(
  context: CarContext,
  before: readonly ApplicationVersion[],
  wanted: NewVersion,
): Promise<ApplicationVersion> {
  assertBeforeDeadline(context, 'the version could be created');
  const version = await create(context, before, wanted);
  recordVersion(context, version);
  context.log.stage('Version', describeVersion(version));
  return version;
}

async function create(
  context: CarContext,
  before: readonly ApplicationVersion[],
  wanted: NewVersion,
): Promise<ApplicationVersion> {
  try {
    const { value, requestId } = await context.car.createApplicationVersion(wanted);
    setOutput(context.report, 'request-id', requestId);
    return value;
  } catch (cause) {
    if (!isOutcomeUnknown(cause)) throw cause;
    context.log.stage('Version', `the answer is unclear (${cause.message}): looks`);
    const doubt = { what: 'the version was created', cause };
    const found = await pollForEffect(context, doubt, async () => {
      const added = newVersions(before, await listVersions(context));
      return added.length > 0 ? added : undefined;
    });
    return findCreatedVersion(doubt, found ?? [], wanted.applicationFileName);
  }
}

function newVersions(before: readonly ApplicationVersion[], now: readonly ApplicationVersion[]) {
  const known = new Set(before.map(({ versionId }) => versionId));
  return now.filter(({ versionId }) => !known.has(versionId));
}

/**
 * The version that an unclear answer left behind: the only new one, if it does not have another
 * file's name. Throws a Refusal where it cannot be told.
 */
export function findCreatedVersion(
  change: UncertainChange,
  added: readonly ApplicationVersion[],
  fileName: string,
): ApplicationVersion {
  const [version, ...others] = added;
  if (!version) throw unknownOutcome(change, ['Seen: no new version half a minute later.']);
  if (others.length === 0 && isNamed(version, fileName)) return version;
  const seen = others.length > 0 ? 'several new versions' : `one that is not of ${fileName}`;
  throw unknownOutcome(change, [`Seen: ${seen}:`, ...added.map(describeVersion)]);
}

/** The official example names a version by its file, without the extension. */
function isNamed({ name }: ApplicationVersion, fileName: string): boolean {
  return ['', fileName, parse(fileName).name].includes(name);
}

export interface UploadInputs {
  readonly fileName: string;
  readonly cosEndpoint: string;
}

/** Uploads a version's file to the path that CAR names for it; where that fails, the version stays. */
export async function uploadVersion(
  context: CarContext,
  version: ApplicationVersion,
  file: PackageFile,
  { fileName, cosEndpoint: endpoint }: UploadInputs,
): Promise<void> {
  const { applicationId, car, log } = context;
  const findPlace = async () => {
    const { value: keys } = await car.describeCosCredential(applicationId, fileName);
    const { bucket, region } = keys;
    return { keys, object: { bucket, region, key: keyOf(keys, fileName) } };
  };
  try {
    await uploadWithFallback(context, { file, endpoint, getTarget: findPlace });
  } catch (error) {
    log.warning(
      'Version without a file',
      `${version.versionId} was created and has no file: it blocks the creation of another. Run the job again with   pending-version: delete`,
    );
    throw error;
  }
}

/** The example has a whole key; a prefix is not excluded, and would end in a slash. */
function keyOf({ path }: CosCredential, fileName: string): string {
  return path.endsWith('/') ? `${path}${fileName}` : path;
}
