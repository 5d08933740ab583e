import type { PreviousVersion } from '../../rollout/rollout-history.ts';
import type { TemTarget } from '../../tencent/services/tem-api.ts';
import type { NextStep } from '../../report/outcome.ts';

/** Makes a step to add to the workflow: the sentence, and the inputs to copy. */
type Suggest = (target: TemTarget, revisionId: string) => NextStep;

export const suggestResume: Suggest = (target, revisionId) => ({
  sentence: 'Start the next batch: run tem-resume',
  inputs: buildInputs('tem-resume', target, revisionId),
});

export const suggestRevert: Suggest = (target, revisionId) => ({
  sentence: 'Roll it back: run tem-revert',
  inputs: buildInputs('tem-revert', target, revisionId),
});

export const suggestRevertAgain: Suggest = (target, revisionId) => ({
  sentence: 'Wait for the end of the revert: run tem-revert again, it sends nothing twice',
  inputs: buildInputs('tem-revert', target, revisionId),
});

export const suggestWait: Suggest = (target, revisionId) => ({
  sentence: 'Wait for its end: run tem-wait',
  inputs: buildInputs('tem-wait', target, revisionId),
});

/** Fetches a package that is deployed already. */
export function suggestPackageUrl(
  { applicationId }: TemTarget,
  packageName: string,
  version: string,
): NextStep {
  return {
    sentence: 'The release is live. Download its package alone: run tem-package-url',
    inputs: {
      operation: 'tem-package-url',
      'application-id': applicationId,
      'package-name': packageName,
      'deploy-version': version,
    },
  };
}

/** Brings an earlier version back by a rollout of its own. */
export function suggestRedeploy(
  target: TemTarget,
  { version, packageName }: PreviousVersion,
): NextStep {
  return {
    sentence:
      'Bring the version before back by a rollout of its own: run tem-rolling-update with it',
    inputs: {
      ...buildInputs('tem-rolling-update', target, ''),
      'deploy-version': version || 'THE VERSION BEFORE',
      ...(packageName ? { 'package-name': packageName } : {}),
    },
  };
}

function buildInputs(operation: string, target: TemTarget, revisionId: string) {
  return {
    operation,
    'application-id': target.applicationId,
    'environment-id': target.environmentId,
    ...(revisionId ? { 'revision-id': revisionId } : {}),
  };
}
