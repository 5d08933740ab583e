import { DOWNLOAD } from '../files/download-inputs.ts';
import type { Step } from '../operation.ts';
import { operation } from '../operation.ts';
import { outcome } from '../../report/outcome.ts';
import { note } from '../../report/run-record.ts';
import { begin } from './start-rollout.ts';
import { checkRollingUpdate, guardFileType } from './check-rollout-inputs.ts';
import { guardSite } from './tem-preconditions.ts';
import { firstLook, FOLLOW, openSession, POLICIES, TARGET } from './tem-context.ts';
import { fetchPackage } from './tem-package-url.ts';
import { planRollingUpdate } from './tem-plans.ts';
import { followToVerdict } from './policies.ts';
import { noteRevision } from './find-revision.ts';
import { findFile } from '../../transfer/package-file.ts';
import type { OneFile } from '../../transfer/package-file.ts';
import { basename } from 'node:path';
import { sendFile } from '../files/upload-with-fallback.ts';
import type { Session } from './tem-context.ts';

/** Uploads the package where there is one, starts a rolling update and waits for its verdict. */
export const temRollingUpdate = operation({
  needs: [...TARGET, 'deploy-version'],
  takes: [
    'package-name',
    'package-file',
    'deploy-strategy',
    'total-batch-count',
    'batch-interval',
    'beta-batch-num',
    'min-available',
    'force',
    'from',
    'source-channel',
    'wait',
    'if-deploying',
    ...DOWNLOAD,
    ...FOLLOW,
    ...POLICIES,
  ],
  check: checkRollingUpdate,
  plan: async (inputs, step) => {
    return planRollingUpdate(openSession(step, inputs), inputs, await fileOf(step, inputs));
  },
  run: async (inputs, step) => {
    const file = await fileOf(step, inputs);
    const session = openSession(step, inputs);
    const before = await firstLook(session);
    guardSite(session, inputs);

    let { packageName } = inputs;
    const upload = async (chosen: OneFile) => {
      const uploaded = await uploadPackage(session, chosen, inputs);
      packageName ??= uploaded;
    };
    const watch = await begin(session, before, inputs, {
      upload: file && (() => upload(file)),
      update: () => {
        note(step.report, 'package-name', packageName ?? '');
        return { ...inputs, packageName };
      },
    });
    if (!inputs.wait) {
      await noteRevision(session, watch);
      return outcome('started', `the rolling update to ${inputs.deployVersion} is started`);
    }
    const ended = await followToVerdict(session, watch, inputs);
    if (ended.status !== 'succeeded' || !packageName) return ended;
    return fetchPackage(session, ended, packageName, inputs);
  },
});

/** The package to upload, if there is one to be: it has to be there before the first call. */
async function fileOf(
  step: Step,
  { packageFile }: { readonly packageFile?: string | undefined },
): Promise<OneFile | undefined> {
  if (packageFile === undefined) return undefined;
  const file = await findFile(step, packageFile);
  guardFileType(file.path);
  return file;
}

export interface UploadInputs {
  readonly deployVersion: string;
  readonly cosEndpoint: string;
}

/**
 * Uploads a package for a version; gives the package name for the rollout.
 * Unknown: whether TEM wants the whole path or the file's name. Its own example of a successful
 * rollout has the whole path; the input package-name overrides.
 */
export async function uploadPackage(
  session: Session,
  file: OneFile,
  { deployVersion, cosEndpoint: endpoint }: UploadInputs,
): Promise<string> {
  const { applicationId, sourceChannel } = session.target;
  const wanted = { applicationId, packageName: basename(file.path), deployVersion, sourceChannel };
  const findPlace = async () => {
    const { value: keys } = await session.tem.createCosToken(wanted);
    const { bucket, region, fullPath: key } = keys;
    return { keys, object: { bucket, region, key } };
  };
  return (await sendFile(session, { file, endpoint, findPlace })).key;
}
