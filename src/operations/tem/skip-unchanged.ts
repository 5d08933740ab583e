import { basename } from 'node:path';
import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { Outcome } from '../../report/outcome.ts';
import { createOutcome } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import type { Lasting } from '../../rollout/lasting.ts';
import { hasLasted, STALE_READ_MS, updateCheck } from '../../rollout/lasting.ts';
import { isRunning } from '../../rollout/running-release.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { isScaledToZero } from '../../rollout/snapshot.ts';
import { message } from '../../text/message.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import { pollUntil, startWith, VISIBLE_POLL_INTERVAL_MS } from '../poll.ts';
import { recordVersions } from './find-revision.ts';
import type { TemContext } from './tem-context.ts';

/** The inputs that decide whether a release is deployed already. */
export type UnchangedInputs = Inputs<
  'deploy-version',
  'package-name' | 'if-unchanged' | 'stable-for'
>;

/** Returns true if one snapshot shows that there is nothing to deploy. */
export function isUnchanged(
  snapshot: Snapshot,
  inputs: UnchangedInputs,
  file: PackageFile | undefined,
): boolean {
  const { deployVersion, ifUnchanged } = inputs;
  // The package name of an upload is not known in advance, so the file name is compared.
  const packageName = inputs.packageName ?? (file && basename(file.path));
  return ifUnchanged === 'skip' && isRunning(snapshot, { deployVersion, packageName });
}

/**
 * Returns the outcome of a step that has nothing to deploy; `undefined` if it has. The application
 * must stay as it is for `stable-for`, because a single read may come from a stale replica.
 */
export async function skipUnchanged(
  tem: TemContext,
  first: Snapshot,
  inputs: UnchangedInputs,
  file: PackageFile | undefined,
): Promise<Outcome | undefined> {
  if (!isUnchanged(first, inputs, file)) return undefined;
  const { clock, log } = tem.context;
  const { deployVersion: version, stableFor } = inputs;
  log.stage(message('rollout.stage'), message('rollout.checking-unchanged', { version }));
  let unchanged: Lasting | undefined;
  const found = await pollUntil<Snapshot, { readonly snapshot?: Snapshot }>(tem.context, {
    ...tem.snapshots,
    interval: VISIBLE_POLL_INTERVAL_MS,
    read: startWith(first, tem.snapshots.read),
    decide: (snapshot) => {
      const now = clock.now();
      unchanged = updateCheck(unchanged, isUnchanged(snapshot, inputs, file), now);
      if (!unchanged) return {};
      return hasLasted(unchanged, Math.max(STALE_READ_MS, stableFor), now)
        ? { snapshot }
        : undefined;
    },
  });
  return found?.snapshot && describeUnchanged(tem, found.snapshot);
}

function describeUnchanged({ context: { report } }: TemContext, snapshot: Snapshot): Outcome {
  const { applicationId, applicationName, deployVersion, pkgName, versionId } =
    snapshot.application;
  const current = { version: deployVersion, packageName: pkgName };
  recordVersions(report, { ...current, previous: current });
  setOutput(report, 'revision-id', versionId);
  const values = { application: applicationName || applicationId, version: deployVersion };
  const key = isScaledToZero(snapshot) ? 'rollout.unchanged-at-zero' : 'rollout.unchanged';
  return createOutcome('succeeded', message(key, values));
}
