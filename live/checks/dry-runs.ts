import type { Live } from '../live.ts';
import { temInputs } from '../live.ts';
import { readRunning } from './reads.ts';

type Inputs = Readonly<Record<string, string>>;

/**
 * Runs every operation that has a target with `dry-run`, with the built action. Each must end
 * without an error and without a change.
 */
export async function checkDryRuns(live: Live): Promise<void> {
  for (const inputs of await listDryRuns(live)) {
    const { exitCode, outputs } = await live.step({ ...inputs, 'dry-run': 'true' });
    const blocked = outputs.blocked === 'true' ? ' blocked' : '';
    live.facts[`dry-run ${inputs.operation ?? ''}`] =
      exitCode === 0 ? `${outputs.status ?? ''}${blocked}` : `failed`;
  }
  live.facts['changes not sent'] = String(live.gate.refused.length);
}

async function listDryRuns(live: Live): Promise<Inputs[]> {
  const { carApplicationId, functionName, namespace, taskId } = live.options;
  return [
    ...(live.options.applicationId ? await listTemRuns(live) : []),
    ...(carApplicationId
      ? [
          {
            operation: 'car-create-version',
            'application-id': carApplicationId,
            'application-file-name': 'live.zip',
          },
        ]
      : []),
    ...(functionName
      ? [{ operation: 'scf-code-url', 'function-name': functionName, namespace }]
      : []),
    ...(taskId ? [{ operation: 'dlc-result-download', 'task-id': taskId }] : []),
  ];
}

async function listTemRuns(live: Live): Promise<Inputs[]> {
  const target = temInputs(live);
  const { deployMode, deployVersion, pkgName } = await readRunning(live);
  const isImage = deployMode === 'IMAGE';
  const version = {
    'deploy-version': deployVersion,
    ...(isImage ? {} : { 'package-name': pkgName }),
  };
  const packageUrl = {
    operation: 'tem-package-url',
    'application-id': live.options.applicationId,
    ...version,
  };
  return [
    { operation: 'tem-rolling-update', ...target, ...version },
    { operation: 'tem-wait', ...target },
    { operation: 'tem-resume', ...target },
    { operation: 'tem-revert', ...target },
    { operation: 'tem-rollback', ...target, ...version },
    ...(isImage ? [] : [packageUrl]),
  ];
}
