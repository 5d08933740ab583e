import type { TemTarget } from '../../tencent/services/tem-api.ts';
import type { NextStep } from '../../report/outcome.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';

/** Creates a step to add to the workflow: the sentence, and the inputs to copy. */
type Suggest = (target: TemTarget, revisionId: string) => NextStep;

export const suggestResume: Suggest = (target, revisionId) => ({
  sentence: message('policy.next-resume'),
  inputs: buildInputs('tem-resume', target, revisionId),
});

export const suggestRevert: Suggest = (target, revisionId) => ({
  sentence: message('policy.next-revert'),
  inputs: buildInputs('tem-revert', target, revisionId),
});

export const suggestRevertAgain: Suggest = (target, revisionId) => ({
  sentence: message('policy.next-revert-again'),
  inputs: buildInputs('tem-revert', target, revisionId),
});

export const suggestWait: Suggest = (target, revisionId) => ({
  sentence: message('policy.next-wait'),
  inputs: buildInputs('tem-wait', target, revisionId),
});

/** Suggests to download a package that is deployed already. */
export function suggestPackageUrl(
  { applicationId }: TemTarget,
  packageName: string,
  version: string,
): NextStep {
  return {
    sentence: message('policy.next-package-url'),
    inputs: {
      operation: 'tem-package-url',
      'application-id': applicationId,
      'package-name': packageName,
      'deploy-version': version,
    },
  };
}

/** An earlier version; placeholder texts if its names are unknown. */
export interface EarlierVersion {
  readonly version: Text;
  readonly packageName: Text;
}

/**
 * Suggests to return to an earlier version; `revisionId` guards against rolling back another
 * rollout.
 */
export function suggestRollback(
  target: TemTarget,
  { version, packageName }: EarlierVersion,
  revisionId = '',
): NextStep {
  return {
    sentence: message('policy.next-rollback'),
    inputs: {
      ...buildInputs('tem-rollback', target, revisionId),
      'deploy-version': version || message('plan.any-version'),
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
