import { createOutcome } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import { DOWNLOAD } from '../files/download-inputs.ts';
import { assertDownloadPath } from '../files/save-download.ts';
import { defineOperation } from '../operation.ts';
import { readInitialSnapshot } from './attach-to-rollout.ts';
import { checkRollingUpdate } from './check-rollout-inputs.ts';
import { deliverPackage } from './deliver-package.ts';
import { findStartedRevision } from './find-revision.ts';
import { followToOutcome } from './policies.ts';
import { startRollout } from './start-rollout.ts';
import { createTemContext } from './tem-context.ts';
import { FOLLOW, POLICIES, STRATEGY, TARGET } from './tem-inputs.ts';
import { suggestWait } from './tem-next-steps.ts';
import { planRollingUpdate } from './tem-plans.ts';
import { assertPoliciesSupported } from './tem-preconditions.ts';
import { findPackage, uploadPackage } from './upload-package.ts';

/** Uploads the package where there is one, starts a rolling update and waits for its verdict. */
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
    ...DOWNLOAD,
    ...FOLLOW,
    ...POLICIES,
  ],
  check: checkRollingUpdate,
  preflight: assertDownloadPath,
  plan: async (inputs, context) => {
    const file = await findPackage(context, inputs);
    return planRollingUpdate(createTemContext(context, inputs), inputs, file);
  },
  run: async (inputs, context) => {
    const file = await findPackage(context, inputs);
    const tem = createTemContext(context, inputs);
    const snapshot = await readInitialSnapshot(tem);
    assertPoliciesSupported(tem, inputs);

    let { packageName } = inputs;
    const upload = async (chosen: PackageFile) => {
      const uploaded = await uploadPackage(tem, chosen, inputs);
      packageName ??= uploaded;
    };
    const rollout = await startRollout(tem, snapshot, inputs, {
      upload: file && (() => upload(file)),
      update: () => {
        setOutput(context.report, 'package-name', packageName ?? '');
        return { ...inputs, packageName };
      },
    });
    if (!inputs.wait) {
      const revisionId = await findStartedRevision(tem, rollout.state);
      return createOutcome('started', `the rolling update to ${inputs.deployVersion} is started`, {
        next: [suggestWait(tem.target, revisionId)],
      });
    }
    const outcome = await followToOutcome(tem, rollout, inputs);
    if (outcome.status !== 'succeeded' || !packageName) return outcome;
    return deliverPackage(tem, outcome, packageName, inputs);
  },
});
