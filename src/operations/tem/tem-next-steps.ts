import type { TemTarget } from '../../tencent/services/tem-api.ts';
import type { NextStep } from '../../report/outcome.ts';

/** What to add to a workflow next: the sentence, and the inputs of the step to copy. */
type Advice = (target: TemTarget, revisionId: string) => NextStep;

export const suggestResume: Advice = (target, revisionId) => ({
  sentence: 'Start the next batch: run tem-resume',
  inputs: step('tem-resume', target, revisionId),
});

export const suggestRevert: Advice = (target, revisionId) => ({
  sentence: 'Take it back: run tem-revert',
  inputs: step('tem-revert', target, revisionId),
});

export const suggestRevertAgain: Advice = (target, revisionId) => ({
  sentence: 'Wait for the end of the revert: run tem-revert again, it sends nothing twice',
  inputs: step('tem-revert', target, revisionId),
});

export const suggestWait: Advice = (target, revisionId) => ({
  sentence: 'Wait for its end: run tem-wait',
  inputs: step('tem-wait', target, revisionId),
});

/** The lines that fetch a package that is deployed already. */
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

/** The lines that bring an earlier version back by a rollout of its own. */
export function suggestRedeploy(
  target: TemTarget,
  { version, packageName }: { readonly version: string; readonly packageName: string },
): NextStep {
  return {
    sentence:
      'Bring the version before back by a rollout of its own: run tem-rolling-update with it',
    inputs: {
      ...step('tem-rolling-update', target, ''),
      'deploy-version': version || 'THE VERSION BEFORE',
      ...(packageName ? { 'package-name': packageName } : {}),
    },
  };
}

function step(operation: string, target: TemTarget, revisionId: string) {
  return {
    operation,
    'application-id': target.applicationId,
    'environment-id': target.environmentId,
    ...(revisionId ? { 'revision-id': revisionId } : {}),
  };
}
