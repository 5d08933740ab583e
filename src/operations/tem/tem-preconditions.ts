import type { Application, Snapshot } from '../../rollout/snapshot.ts';
import { getPreviousVersion, isDeploying, reportsError } from '../../rollout/snapshot.ts';
import type { OperationErrorCode } from '../../report/error-codes.ts';
import { OperationError } from '../../report/outcome.ts';
import type { TemTarget } from '../../tencent/services/tem-api.ts';
import type { Text } from '../../text/message.ts';
import { listTexts, message } from '../../text/message.ts';
import type { EarlierVersion } from './tem-next-steps.ts';
import { suggestRollback } from './tem-next-steps.ts';
import type { TemContext } from './tem-context.ts';
import type { PolicyInputs } from './tem-declarations.ts';

/** Throws if `revision-id` is not the application's current revision. */
export function assertCurrentRevision(
  application: Application,
  revisionId: string | undefined,
): void {
  if (revisionId === undefined || revisionId === application.versionId) return;
  const values = { given: revisionId, current: application.versionId };
  throw new OperationError(message('plan.revision-not-current', values), {
    code: 'revision-not-current',
    details: [{ text: message('plan.nothing-changed') }],
    next: [{ sentence: message('plan.check-revision') }],
  });
}

/**
 * Throws, before the step changes anything, if a policy needs an action that the site lacks: a site
 * without rollout details has no ResumeDeployApplication and no RevertDeployApplication, either.
 */
export function assertPoliciesSupported({ reader }: TemContext, policies: PolicyInputs): void {
  if (reader.hasDetail()) return;
  const wanted = [
    policies.onWaiting === 'resume' && 'on-waiting: resume',
    policies.onWaiting === 'verify' && 'on-waiting: verify',
    policies.onFailure === 'revert' && 'on-failure: revert',
    policies.onTimeout === 'revert' && 'on-timeout: revert',
    policies.onCancel === 'revert' && 'on-cancel: revert',
  ].filter((policy) => policy !== false);
  if (wanted.length === 0) return;
  const settings = wanted.map((setting) => message('words.code', { code: setting }));
  throw createUnsupportedError('policy-unsupported', listTexts(settings, 'or'));
}

/** Throws if the site lacks the only action of the operation. */
export function assertActionsSupported({ reader }: TemContext, operation: string): void {
  if (!reader.hasDetail()) throw createUnsupportedError('operation-unsupported', operation);
}

/**
 * Throws if no rollout is in progress and none has failed: a revert would do nothing, or the wrong
 * thing.
 */
export function assertDeploying({ target }: TemContext, snapshot: Snapshot): void {
  const { application } = snapshot;
  if (isDeploying(application) || reportsError(snapshot)) return;
  throw createNothingToRevertError(target, snapshot);
}

/** Creates the error of a revert if no rollout is in progress; it suggests `tem-rollback`. */
export function createNothingToRevertError(target: TemTarget, snapshot: Snapshot): OperationError {
  const { deployVersion, versionId } = snapshot.application;
  const current = { version: deployVersion, revision: versionId };
  return new OperationError(message('plan.nothing-to-revert'), {
    code: 'nothing-to-revert',
    details: [{ text: message('plan.current-version', current) }],
    next: [suggestRollback(target, getOtherVersion(snapshot), versionId)],
  });
}

/**
 * Returns the version to suggest. No response names the package of the previous version, and its
 * path differs from the current one.
 */
function getOtherVersion(snapshot: Snapshot): EarlierVersion {
  const { application } = snapshot;
  const previous = getPreviousVersion(snapshot);
  return {
    // A first release, or one of the same version, names no other version.
    version: previous === application.deployVersion ? '' : previous,
    packageName: application.pkgName ? message('plan.any-package') : '',
  };
}

function createUnsupportedError(code: OperationErrorCode, wanted: Text): OperationError {
  return new OperationError(message('plan.unsupported', { wanted }), {
    code,
    details: [{ text: message('plan.without-actions') }, { text: message('plan.nothing-changed') }],
    next: [{ sentence: message('plan.use-endpoint') }],
  });
}
