import { basename } from 'node:path';
import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { createOutcome } from '../../report/outcome.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import { findPackageFile } from '../../transfer/package-file.ts';
import { assertDownloadPath, DOWNLOAD, FILE_OUTPUTS, URL_OUTPUTS } from '../files/save-download.ts';
import { uploadWithFallback } from '../files/upload-with-fallback.ts';
import type { OperationContext } from '../operation.ts';
import { defineOperation } from '../operation.ts';
import { message } from '../../text/message.ts';
import {
  assertPackageType,
  checkRollingUpdate,
  warnOfOverlongPauses,
} from './check-rollout-inputs.ts';
import { prepareVerification } from './check-verify-inputs.ts';
import { assertBetaFits, noteUnusualRelease } from './check-first-snapshot.ts';
import { assertFitsApplication } from './deploy-mode.ts';
import { findStartedRevision, readInitialSnapshot } from './find-revision.ts';
import { followRollout } from './follow-rollout.ts';
import { endRollout } from './policies.ts';
import { resolveConflict } from './resolve-conflict.ts';
import { skipUnchanged } from './skip-unchanged.ts';
import { startRollout } from './start-rollout.ts';
import { resolveTarget } from './find-target.ts';
import type { TemContext } from './tem-context.ts';
import { createTemContext } from './tem-context.ts';
import { FOLLOW, POLICIES, ROLLOUT_OUTPUTS, STRATEGY, TARGET, VERIFY } from './tem-declarations.ts';
import { suggestWait } from './tem-next-steps.ts';
import { deliverPackage } from './tem-package-url.ts';
import { planRollingUpdate } from './tem-plans.ts';
import { assertPoliciesSupported } from './tem-preconditions.ts';
import { warnOfOddVersion } from './version-mistakes.ts';

/** Uploads the package if there is one, starts a rolling update and waits for its verdict. */
export const temRollingUpdate = defineOperation({
  required: [...TARGET, 'deploy-version'],
  optional: [
    'package-name',
    'package-file',
    ...STRATEGY,
    'min-available',
    'force',
    'from',
    'source-channel',
    'wait',
    'if-deploying',
    'if-unchanged',
    ...DOWNLOAD,
    ...FOLLOW,
    ...POLICIES,
    ...VERIFY,
  ],
  outputs: [...ROLLOUT_OUTPUTS, 'verification', 'package-name', ...URL_OUTPUTS, ...FILE_OUTPUTS],
  check: checkRollingUpdate,
  preflight: async (inputs, context) => {
    await assertDownloadPath(inputs, context);
    warnOfOddVersion(context.log, inputs);
    warnOfOverlongPauses(context.log, inputs);
    await prepareVerification(context, inputs);
  },
  resolve: resolveTarget,
  plan: async (inputs, context) => {
    const file = await findPackage(context, inputs);
    return planRollingUpdate(createTemContext(context, inputs), inputs, file);
  },
  run: async (inputs, context) => {
    const file = await findPackage(context, inputs);
    const tem = createTemContext(context, inputs);
    const snapshot = await readInitialSnapshot(tem);
    assertPoliciesSupported(tem, inputs);
    assertFitsApplication(snapshot.application, inputs, file);
    assertBetaFits(snapshot, inputs);
    noteUnusualRelease(context.log, snapshot, inputs);

    // Check for a conflict before the upload: a rollout that is adopted needs none. The upload
    // takes time, so the state is read again after it.
    const isResolvedFirst = file !== undefined || inputs.ifUnchanged === 'skip';
    const resolution = isResolvedFirst ? await resolveConflict(tem, snapshot, inputs) : undefined;
    const idle = resolution?.kind === 'idle' ? resolution.snapshot : snapshot;
    const unchanged = await skipUnchanged(tem, idle, inputs, file);
    if (unchanged) return deliverPackage(tem, unchanged, idle.application.pkgName, inputs);
    const adopted = resolution?.kind === 'adopted' ? resolution.rollout : undefined;
    const uploaded = file && !adopted ? await uploadPackage(tem, file, inputs) : undefined;
    const packageName = inputs.packageName ?? uploaded;
    const first = file ? undefined : idle;
    const rollout = adopted ?? (await startRollout(tem, first, { ...inputs, packageName }));
    if (!inputs.wait) {
      // If the step is cancelled here, `post` carries out `on-cancel`.
      context.cancelSignal.throwIfAborted();
      const revisionId = await findStartedRevision(tem, rollout.state);
      const headline = message('rollout.started-version', { version: inputs.deployVersion });
      return createOutcome('started', headline, { next: [suggestWait(tem.target, revisionId)] });
    }
    const end = await followRollout(tem, rollout, inputs);
    return deliverPackage(tem, await endRollout(tem, end, inputs), packageName, inputs);
  },
});

/** Finds the package to upload, if any: it has to exist before the first API call. */
export async function findPackage(
  context: OperationContext,
  { packageFile }: Inputs<never, 'package-file'>,
): Promise<PackageFile | undefined> {
  if (packageFile === undefined) return undefined;
  const file = await findPackageFile(packageFile, context.folders.workspace);
  assertPackageType(file.path);
  return file;
}

/**
 * Uploads a package for a version; resolves to the package name for the rollout. Unknown
 * (tem-package-name-form): whether TEM wants the whole path or the file's name. Its own example of
 * a successful rollout has the whole path; the input `package-name` overrides it.
 */
export async function uploadPackage(
  { api, context, target }: TemContext,
  file: PackageFile,
  { deployVersion, cosEndpoint: endpoint }: Inputs<'deploy-version', 'cos-endpoint'>,
): Promise<string> {
  const { applicationId, sourceChannel } = target;
  // Unknown (tem-version-form): whether TEM accepts any text as the version of a package.
  const wanted = { applicationId, packageName: basename(file.path), deployVersion, sourceChannel };
  const getTarget = async () => {
    const keys = await api.createCosToken(wanted);
    const { bucket, region, fullPath: key } = keys;
    return { keys, object: { bucket, region, key } };
  };
  return (await uploadWithFallback(context, { file, endpoint, getTarget })).key;
}
