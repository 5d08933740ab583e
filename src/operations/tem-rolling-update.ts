import { DOWNLOAD } from './download/inputs.ts';
import { operation } from './operation.ts';
import { outcome } from './outcome.ts';
import { note } from './report.ts';
import { begin } from './tem/begin.ts';
import { checkRollingUpdate, guardFileType } from './tem/check-rolling-update.ts';
import { guardSite } from './tem/guard.ts';
import { FOLLOW, POLICIES, TARGET } from './tem/inputs.ts';
import { fetchPackage } from './tem/package-url.ts';
import { followToVerdict } from './tem/roll.ts';
import { firstLook, openSession } from './tem/session.ts';
import { findRevision } from './tem/find.ts';
import { uploadPackage } from './tem/upload.ts';
import { findFile } from './upload/find-file.ts';
import type { OneFile } from '../transfer/one-file.ts';

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
  run: async (inputs, step) => {
    const file = inputs.packageFile ? await findFile(step, inputs.packageFile) : undefined;
    if (file) guardFileType(file.path);
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
      await findRevision(session, watch);
      return outcome('started', `the rolling update to ${inputs.deployVersion} is started`);
    }
    const ended = await followToVerdict(session, watch, inputs);
    if (ended.status !== 'succeeded' || !packageName) return ended;
    return fetchPackage(session, ended, packageName, inputs);
  },
});
