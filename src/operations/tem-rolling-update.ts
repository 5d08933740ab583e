import { DOWNLOAD } from './download/inputs.ts';
import type { Step } from './operation.ts';
import { operation } from './operation.ts';
import { outcome } from './outcome.ts';
import { note } from './report.ts';
import { begin } from './tem/begin.ts';
import { checkRollingUpdate, guardFileType } from './tem/check-rolling-update.ts';
import { guardSite } from './tem/guard.ts';
import { FOLLOW, POLICIES, TARGET } from './tem/inputs.ts';
import { fetchPackage } from './tem/package-url.ts';
import { planRollingUpdate } from './tem/plan.ts';
import { followToVerdict } from './tem/roll.ts';
import { firstLook, openSession } from './tem/session.ts';
import { noteRevision } from './tem/find.ts';
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
