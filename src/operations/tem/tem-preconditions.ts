import type { Application, Snapshot } from '../../rollout/snapshot.ts';
import { isDeploying } from '../../rollout/snapshot.ts';
import { OperationError } from '../../report/outcome.ts';
import { suggestRedeploy } from './tem-next-steps.ts';
import type { TemContext } from './tem-context.ts';

/** Refuses to go on where `revision-id` is not the application's current revision. */
export function assertCurrentRevision(
  application: Application,
  revisionId: string | undefined,
): void {
  if (revisionId === undefined || revisionId === application.versionId) return;
  throw new OperationError(`revision-id is ${revisionId}, but the current revision is another`, {
    details: [`The current one is ${application.versionId}. Nothing was changed.`],
    next: [
      {
        sentence:
          'Check revision-id. If it is right, somebody else deployed meanwhile: decide with them which revision is to stay, then give that one, or leave revision-id out.',
      },
    ],
  });
}

/** The policies of a step that end in a Resume or a Revert. */
export interface PolicyInputs {
  readonly onWaiting?: string;
  readonly onFailure?: string;
  readonly onTimeout?: string;
  readonly onCancel?: string;
}

/**
 * Refuses, before anything is changed, what a site without rollout details cannot do: it has no
 * ResumeDeployApplication and no RevertDeployApplication either.
 */
export function assertPoliciesSupported(
  { reader: look }: TemContext,
  policies: PolicyInputs,
): void {
  if (look.hasDetail()) return;
  const wanted = [
    policies.onWaiting === 'resume' && 'on-waiting: resume',
    policies.onFailure === 'revert' && 'on-failure: revert',
    policies.onTimeout === 'revert' && 'on-timeout: revert',
    policies.onCancel === 'revert' && 'on-cancel: revert',
  ].filter((policy) => policy !== false);
  if (wanted.length > 0) throw siteLacks(wanted.join(', '));
}

/** Refuses an operation whose only action the site does not have. */
export function assertActionsSupported({ reader: look }: TemContext, operation: string): void {
  if (!look.hasDetail()) throw siteLacks(operation);
}

/** Refuses to take back what is over: nothing would happen, or the wrong thing. */
export function assertDeploying({ target }: TemContext, snapshot: Snapshot): void {
  const { application } = snapshot;
  if (isDeploying(application)) return;
  throw new OperationError('nothing is being deployed, so there is nothing to take back', {
    details: [`${application.deployVersion} (${application.versionId}) is current.`],
    next: [suggestRedeploy(target, versionBefore(snapshot))],
  });
}

/** No answer tells which package the version before had; its path is another than today's. */
function versionBefore({ application, deployment }: Snapshot) {
  const { oldDeployVersion = '' } = deployment ?? {};
  // A first release, or one of the same version, tells of no other.
  const other = oldDeployVersion === application.deployVersion ? '' : oldDeployVersion;
  return {
    version: other,
    packageName: application.pkgName ? 'THE PACKAGE OF THAT VERSION' : '',
  };
}

function siteLacks(wanted: string): OperationError {
  return new OperationError(`${wanted} cannot be done at this endpoint`, {
    details: [
      'It has no ResumeDeployApplication and no RevertDeployApplication.',
      'Nothing was changed.',
    ],
    next: [{ sentence: 'Use   endpoint: tencentcloudapi.com   (it serves both kinds of account)' }],
  });
}
