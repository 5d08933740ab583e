import { deliver } from './download/deliver.ts';
import { DOWNLOAD, wantsFile } from './download/inputs.ts';
import { operation } from './operation.ts';
import { outcome } from './outcome.ts';
import { note } from './report.ts';
import { begin } from './tem/begin.ts';
import { checkRollingUpdate, guardFileType } from './tem/check-rolling-update.ts';
import { guardSite } from './tem/guard.ts';
import { FOLLOW, POLICIES, TARGET } from './tem/inputs.ts';
import { notePackageUrl } from './tem/package-url.ts';
import { followToVerdict } from './tem/roll.ts';
import { firstLook, openSession } from './tem/session.ts';
import { findRevision } from './tem/trigger.ts';
import { uploadPackage } from './tem/upload.ts';
import { findFile } from './upload/find-file.ts';
import { urlSource } from '../transfer/url-source.ts';

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
    const watch = await begin(session, before, inputs, async () => {
      const uploaded = file && (await uploadPackage(session, file, inputs));
      packageName ??= uploaded;
      note(step.report, 'package-name', packageName ?? '');
      return { ...inputs, packageName };
    });
    if (!inputs.wait) {
      await findRevision(session, watch);
      return outcome('started', `the rolling update to ${inputs.deployVersion} is started`);
    }
    const ended = await followToVerdict(session, watch, inputs);
    if (ended.status !== 'succeeded' || !packageName) return ended;
    const url = await notePackageUrl(session, packageName, inputs);
    if (url && wantsFile(inputs)) {
      const source = urlSource(url, step.wire);
      await deliver(step, { source, name: packageName, expectedSha256: '' }, inputs);
    }
    return ended;
  },
});
