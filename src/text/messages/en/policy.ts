import type { Catalogue } from '../template.ts';

/** What TEM policies, reverts, conflicts and the post step say. */
export const POLICY = {
  'policy.stage-rollback': 'Rollback',
  'policy.stage-resume': 'Resume',
  'policy.nothing-changed': 'Nothing was changed.',
  'policy.nothing-started': 'Nothing was started.',

  // Next steps.
  'policy.next-resume': 'Continue the rollout: `tem-resume`',
  'policy.next-revert': 'Roll back now: `tem-revert`',
  'policy.next-revert-again':
    'Wait for the rollback to finish: run `tem-revert` again (it sends no second request)',
  'policy.next-wait': 'Wait for the rollout to finish: `tem-wait`',
  'policy.next-rollback': 'Return to the previous version: `tem-rollback`',
  'policy.next-package-url': 'The release is live. Download only its package: `tem-package-url`',
  'policy.next-automatic': 'Roll back automatically next time: `on-failure: revert`',
  'policy.next-ask':
    'Find out who deployed in the meantime, and agree with them which version to keep.',
  'policy.next-if-deploying':
    'Wait for it to finish, or use `if-deploying: wait` or `if-deploying: adopt`.',

  // Another rollout is in the way.
  'policy.conflict-fail': 'another rollout is in progress (`if-deploying: fail`)',
  'policy.conflict-refused': 'another rollout is in progress (`ResourceInUse.ServiceDeploying`)',
  'policy.conflict-reverting':
    'another rollout is being rolled back: cannot join it (`if-deploying: adopt`)',
  'policy.conflict-other-version':
    'another rollout is in progress: it deploys {other}, not {version}',
  'policy.conflict-paused': 'another rollout is paused: waiting for confirmation',
  'policy.conflict-timed-out': 'timed out while another rollout was still in progress',
  'policy.conflict-failed': 'the previous rollout failed, and TEM refuses to start another one',
  'policy.conflict-failed-detail': 'The failed rollout is {rollout}. Nothing was started.',
  'policy.conflict-revision': 'The other rollout is {revision}.',
  'policy.conflict-version': 'The other rollout is {revision}, version {version}.',
  'policy.unknown-version': 'an unknown version',
  'policy.adopted': '{revision} is deploying the same version: joining it (`if-deploying: adopt`)',
  'policy.waiting-for-end':
    '{revision} is in progress: waiting for it to finish (`if-deploying: wait`)',
  'policy.waiting-for-rest': 'the previous rollout has just ended: waiting briefly',

  // The next batch.
  'policy.goal-resume': 'the next batch could be started',
  'policy.goal-find-batch': 'the paused batch could be determined',
  'policy.resume-unknown': 'could not determine whether the next batch started',
  'policy.not-resumed': 'the next batch did not start: the rollout is still paused',
  'policy.batch-unknown': 'could not determine which batch is paused',
  'policy.batch-unknown-detail':
    'The application reports a paused batch, but its rollout details name none.',
  'policy.no-batch-paused': 'no batch is paused for confirmation',
  'policy.batch-started': 'the next batch started',
  'policy.answered-false': 'TEM returned `false` (RequestId {requestId})',
  'policy.wait-is-false': 'is `false`, but waiting is all that `tem-wait` does',
  'policy.wait-is-false-fix': 'remove `wait: false`',

  // What the policies do at the end of a rollout.
  'policy.kept': 'No rollback was performed (`{policy}: keep`).',
  'policy.kept-in-progress':
    'No rollback was performed (`{policy}: keep`); the rollout is still in progress in TEM.',
  'policy.rolling-back-because': 'rolling back {revision}: {cause}',
  'policy.rolled-back': 'rolled back to {version}: {cause}',
  'policy.not-rolled-back-unseen': 'Not rolled back: the new revision never appeared.',
  'policy.not-rolled-back-replaced': 'Not rolled back: {version} was deployed in the meantime.',
  'policy.not-rolled-back-foreign': 'Not rolled back: another revision is current.',
  'policy.not-rolled-back-over':
    'Not rolled back: the rollout has ended, and TEM only rolls back a rollout in progress.',
  'policy.not-rolled-back-unread': 'Not rolled back: the application could not be read.',
  'policy.rollback-failed': 'The rollback failed: {reason}.',
  'policy.rollback-rejected': 'TEM rejected the rollback: the rollout is unchanged.',
  'policy.rollback-unclear':
    'Could not determine whether the rollout was rolled back: the response was unclear.',
  'policy.rollback-unfinished': 'The rollback was requested but did not finish in time.',
  'policy.cancel-left': 'The rollback runs at the end of the job.',
  'policy.cancel-accepted': 'The rollout is being rolled back.',
  'policy.cancel-rejected': 'TEM rejected the rollback; it is retried at the end of the job.',
  'policy.cancel-unclear':
    'Could not determine whether TEM received the rollback request; the end of the job checks this.',
  'policy.cancel-not-sent':
    'The rollback could not be requested ({reason}); it is retried at the end of the job.',
  'policy.cancel-foreign':
    'Not rolled back: another revision is current. The end of the job checks this again.',
  'policy.cancel-over':
    'Not rolled back: the rollout has ended. The end of the job checks this again.',

  'policy.rollback-impossible':
    'Not rolled back: the rollout has ended, and TEM does not report which version or package ran before.',
  'policy.rollback-in-progress': 'The rollout back to {version} is still in progress in TEM.',
  'policy.cancel-redeployed': 'The previous version is being deployed again.',

  // tem-rollback
  'policy.redeploying': 'deploying {version} again',
  'policy.redeploying-over': 'the rollout has ended: deploying {version} again',
  'policy.redeploying-rejected': 'TEM rejected the rollback ({reason}): deploying {version} again',
  'policy.already-returning': '{version} is already the current version: following its rollout',
  'policy.previous-unknown': 'could not determine which version ran before',
  'policy.package-unknown': 'the package of {version} is not known',
  'policy.package-unknown-detail':
    'TEM does not report which package an earlier version had. Add `package-name`, an output of the step that deployed it.',

  // tem-revert
  'policy.rolling-back': 'rolling back {revision}',
  'policy.revert-started': 'rollback to {version}',
  'policy.reverted': 'rolled back to {version}',
  'policy.already-reverted': 'the rollout was already rolled back',
  'policy.already-reverted-checking': 'the rollout was already rolled back: checking the instances',
  'policy.revert-foreign': 'another revision replaced the rollout: nothing was rolled back',
  'policy.revert-foreign-detail': 'The rollout to roll back was {revision}.',
  'policy.revert-unread': 'the application could not be read: nothing was rolled back',
  'policy.revert-rejected': 'TEM rejected the rollback',
  'policy.revert-unknown': 'could not determine whether the rollback started',
  'policy.revert-replaced': '{version} was deployed during the rollback',
  'policy.revert-timed-out': 'the rollback did not finish within {limit} (`timeout`)',
  'policy.revert-continues': 'The rollback continues in TEM without this step.',

  // The end of the job, after a cancel.
  'policy.post-rolling-back': 'rolling back {revision} (`on-cancel: revert`)',
  'policy.post-reverted': 'rolled back after the job was cancelled',
  'policy.post-foreign': '{revision} is not current: nothing to roll back',
  'policy.post-nothing-started': 'no rollout was started: nothing to roll back',
  'policy.post-replaced': '{version} was deployed while the rollout was being rolled back',
  'policy.post-unfinished': 'the rollback is still in progress',
  'policy.post-unknown':
    'could not determine whether the rollout was rolled back after the job was cancelled',
  'policy.post-rejected': 'TEM rejected the rollback after the job was cancelled',
  'policy.post-over': 'the rollout ended before it could be rolled back',
  'policy.post-unread': 'could not determine whether a rollback is needed',
  'policy.post-unread-detail': 'The application could not be read, so no rollback was requested.',
} as const satisfies Catalogue;
