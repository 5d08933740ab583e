import { basename, parse } from 'node:path';
import { checkCar, guardFileType, guardSameType } from './car-preconditions.ts';
import { makeRoom } from './version-slots.ts';
import { planCreate } from './car-plans.ts';
import { publish } from './car-set-online.ts';
import { waitUntilReady } from './wait-for-version.ts';
import { firstList, guardTime, listVersions, noteVersion, openCarSession } from './car-context.ts';
import type { Step } from '../operation.ts';
import { operation } from '../operation.ts';
import { outcome } from '../../report/outcome.ts';
import { findFile } from '../../transfer/package-file.ts';
import type {
  ApplicationVersion,
  CosCredential,
  NewVersion,
} from '../../tencent/services/car-api.ts';
import { isUnclear } from '../../tencent/retry.ts';
import { note } from '../../report/run-record.ts';
import type { Doubt } from './uncertain-change.ts';
import { inDoubt, lookInDoubt } from './uncertain-change.ts';
import type { CarSession } from './car-context.ts';
import { describeVersion } from './version-state.ts';
import type { OneFile } from '../../transfer/package-file.ts';
import { sendFile } from '../files/upload-with-fallback.ts';

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

/** Creates a version, once: after an unclear answer the list tells whether it is there. */
export async function createVersion(
  session: CarSession,
  before: readonly ApplicationVersion[],
  wanted: NewVersion,
): Promise<ApplicationVersion> {
  guardTime(session, 'the version could be created');
  const version = await create(session, before, wanted);
  noteVersion(session, version);
  session.log.stage('Version', describeVersion(version));
  return version;
}

async function create(
  session: CarSession,
  before: readonly ApplicationVersion[],
  wanted: NewVersion,
): Promise<ApplicationVersion> {
  try {
    const { value, requestId } = await session.car.createApplicationVersion(wanted);
    note(session.report, 'request-id', requestId);
    return value;
  } catch (cause) {
    if (!isUnclear(cause)) throw cause;
    session.log.stage('Version', `the answer is unclear (${cause.message}): looks`);
    const doubt = { what: 'the version was created', cause };
    const found = await lookInDoubt(session, doubt, async () => {
      const added = newVersions(before, await listVersions(session));
      return added.length > 0 ? added : undefined;
    });
    return ours(doubt, found ?? [], wanted.applicationFileName);
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
export function ours(
  doubt: Doubt,
  added: readonly ApplicationVersion[],
  fileName: string,
): ApplicationVersion {
  const [version, ...others] = added;
  if (!version) throw inDoubt(doubt, ['Seen: no new version half a minute later.']);
  if (others.length === 0 && isNamed(version, fileName)) return version;
  const seen = others.length > 0 ? 'several new versions' : `one that is not of ${fileName}`;
  throw inDoubt(doubt, [`Seen: ${seen}:`, ...added.map(describeVersion)]);
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
  session: CarSession,
  version: ApplicationVersion,
  file: OneFile,
  { fileName, cosEndpoint: endpoint }: UploadInputs,
): Promise<void> {
  const { applicationId, car, log } = session;
  const findPlace = async () => {
    const { value: keys } = await car.describeCosCredential(applicationId, fileName);
    const { bucket, region } = keys;
    return { keys, object: { bucket, region, key: keyOf(keys, fileName) } };
  };
  try {
    await sendFile(session, { file, endpoint, findPlace });
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
