import type { PreviousVersion } from '../../rollout/rollout-history.ts';
import type { Application, Snapshot } from '../../rollout/snapshot.ts';
import { getPreviousVersion, isDeploying, reportsError } from '../../rollout/snapshot.ts';
import type { OperationErrorCode } from '../../report/error-codes.ts';
import { OperationError } from '../../report/outcome.ts';
import type { TemTarget } from '../../tencent/services/tem-api.ts';
import { suggestRedeploy } from './tem-next-steps.ts';
import type { TemContext } from './tem-context.ts';
import type { PolicyInputs } from './tem-inputs.ts';

/** Refuses to go on where `revision-id` is not the application's current revision. */
export function assertCurrentRevision(
  application: Application,
  revisionId: string | undefined,
): void {
  if (revisionId === undefined || revisionId === application.versionId) return;
  throw new OperationError(`revision-id is ${revisionId}, but the current revision is another`, {
    code: 'revision-not-current',
    details: [{ text: `The current one is ${application.versionId}. Nothing was changed.` }],
    next: [
      {
        sentence:
          'Check revision-id. If it is right, somebody else deployed meanwhile: decide with them which revision is to stay, then give that one, or leave revision-id out.',
      },
    ],
  });
}

/**
 * Refuses, before anything is changed, what a site without rollout details cannot do: it has no
 * ResumeDeployApplication and no RevertDeployApplication either.
 */
export function assertPoliciesSupported({ reader }: TemContext, policies: PolicyInputs): void {
  if (reader.hasDetail()) return;
  const wanted = [
    policies.onWaiting === 'resume' && 'on-waiting: resume',
    policies.onFailure === 'revert' && 'on-failure: revert',
    policies.onTimeout === 'revert' && 'on-timeout: revert',
    policies.onCancel === 'revert' && 'on-cancel: revert',
  ].filter((policy) => policy !== false);
  if (wanted.length > 0) throw createUnsupportedError('policy-unsupported', wanted.join(', '));
}

/** Refuses an operation whose only action the site does not have. */
export function assertActionsSupported({ reader }: TemContext, operation: string): void {
  if (!reader.hasDetail()) throw createUnsupportedError('operation-unsupported', operation);
}

/** Refuses to revert what is over: nothing would happen, or the wrong thing. */
export function assertDeploying({ target }: TemContext, snapshot: Snapshot): void {
  const { application } = snapshot;
  if (isDeploying(application) || reportsError(snapshot)) return;
  throw createNothingToRevertError(target, snapshot);
}

/** The error of a revert where no rollout is in progress; a deployment brings a version back then. */
export function createNothingToRevertError(target: TemTarget, snapshot: Snapshot): OperationError {
  const { deployVersion, versionId } = snapshot.application;
  return new OperationError('no rollout is in progress, so there is nothing to roll back', {
    code: 'nothing-to-revert',
    details: [{ text: `${deployVersion} (${versionId}) is current.` }],
    next: [suggestRedeploy(target, getOtherVersion(snapshot))],
  });
}

/** No answer tells which package the version before had; its path is another than today's. */
function getOtherVersion(snapshot: Snapshot): PreviousVersion {
  const { application } = snapshot;
  const previous = getPreviousVersion(snapshot);
  return {
    // A first release, or one of the same version, tells of no other.
    version: previous === application.deployVersion ? '' : previous,
    packageName: application.pkgName ? 'THE PACKAGE OF THAT VERSION' : '',
  };
}

function createUnsupportedError(code: OperationErrorCode, wanted: string): OperationError {
  return new OperationError(`${wanted} cannot be done at this endpoint`, {
    code,
    details: [
      { text: 'It has no ResumeDeployApplication and no RevertDeployApplication.' },
      { text: 'Nothing was changed.' },
    ],
    next: [{ sentence: 'Use   endpoint: tencentcloudapi.com   (it serves both kinds of account)' }],
  });
}
