import { DOWNLOAD } from '../files/download-inputs.ts';
import { assertDownloadPath } from '../files/save-download.ts';
import type { OperationContext } from '../operation.ts';
import { defineOperation } from '../operation.ts';
import { createOutcome } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { startRollout } from './start-rollout.ts';
import { checkRollingUpdate, assertPackageType } from './check-rollout-inputs.ts';
import { assertPoliciesSupported } from './tem-preconditions.ts';
import { readInitialSnapshot, FOLLOW, createTemContext, POLICIES, TARGET } from './tem-context.ts';
import { deliverPackage } from './tem-package-url.ts';
import { planRollingUpdate } from './tem-plans.ts';
import { followToOutcome } from './policies.ts';
import { recordRevision } from './find-revision.ts';
import { findPackageFile } from '../../transfer/package-file.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import { basename } from 'node:path';
import { uploadWithFallback } from '../files/upload-with-fallback.ts';
import type { TemContext } from './tem-context.ts';

/** Uploads the package where there is one, starts a rolling update and waits for its verdict. */
export const temRollingUpdate = defineOperation({
  required: [...TARGET, 'deploy-version'],
  optional: [
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
  preflight: assertDownloadPath,
  plan: async (inputs, context) => {
    return planRollingUpdate(
      createTemContext(context, inputs),
      inputs,
      await fileOf(context, inputs),
    );
  },
  run: async (inputs, context) => {
    const file = await fileOf(context, inputs);
    const tem = createTemContext(context, inputs);
    const before = await readInitialSnapshot(tem);
    assertPoliciesSupported(tem, inputs);

    let { packageName } = inputs;
    const upload = async (chosen: PackageFile) => {
      const uploaded = await uploadPackage(tem, chosen, inputs);
      packageName ??= uploaded;
    };
    const state = await startRollout(tem, before, inputs, {
      upload: file && (() => upload(file)),
      update: () => {
        setOutput(tem.report, 'package-name', packageName ?? '');
        return { ...inputs, packageName };
      },
    });
    if (!inputs.wait) {
      await recordRevision(tem, state);
      return createOutcome('started', `the rolling update to ${inputs.deployVersion} is started`);
    }
    const ended = await followToOutcome(tem, state, inputs);
    if (ended.status !== 'succeeded' || !packageName) return ended;
    return deliverPackage(tem, ended, packageName, inputs);
  },
});

/** The package to upload, if there is one to be: it has to be there before the first call. */
async function fileOf(
  context: OperationContext,
  { packageFile }: { readonly packageFile?: string | undefined },
): Promise<PackageFile | undefined> {
  if (packageFile === undefined) return undefined;
  const file = await findPackageFile(packageFile, context.folders.workspace);
  assertPackageType(file.path);
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
  context: TemContext,
  file: PackageFile,
  { deployVersion, cosEndpoint: endpoint }: UploadInputs,
): Promise<string> {
  const { applicationId, sourceChannel } = context.target;
  const wanted = { applicationId, packageName: basename(file.path), deployVersion, sourceChannel };
  const findPlace = async () => {
    const { value: keys } = await context.tem.createCosToken(wanted);
    const { bucket, region, fullPath: key } = keys;
    return { keys, object: { bucket, region, key } };
  };
  return (await uploadWithFallback(context, { file, endpoint, getTarget: findPlace })).key;
}
