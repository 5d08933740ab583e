import type { Assumption } from './assumption.ts';

/** How TEM starts, divides and reports a rollout. */
export const TEM_ROLLOUTS: readonly Assumption[] = [
  {
    id: 'tem-batch-interval-unit',
    question: 'What is the unit of `BatchInterval`?',
    assumed: 'Seconds, as the examples 60 and 200 suggest.',
    otherwise:
      'The pause has another length. The step follows the statuses of the batches, so its result stays right unless `timeout` comes first.',
    check: 'beta',
    state: 'open',
  },
  {
    id: 'tem-force',
    question: 'What does `Force` change, and does `false` differ from leaving it out?',
    assumed:
      '`true` may replace a rollout in progress, so such a call is never sent again. `false` is not sent.',
    otherwise: 'The step is more careful than it has to be.',
    check: 'force',
    state: 'open',
  },
  {
    id: 'tem-version-form',
    question:
      'Does TEM accept any version name for a JAR or WAR, such as a commit SHA, or only a time?',
    assumed: 'Any name, the same in `CreateCosToken` (`TimeVersion`) and in the rollout.',
    otherwise:
      'TEM rejects the name before anything is deployed, and the step fails with its error code and a fix.',
    check: 'upload-one',
    state: 'open',
  },
  {
    id: 'tem-read-lag',
    question:
      'How long after a change do reads show it, and can a later read show an older state again?',
    assumed:
      'A change shows within 30 seconds, and a read may be up to 10 seconds old. A surprising state counts only if it lasts.',
    otherwise:
      'With longer delays, a step whose trigger got no answer may report that it could not determine the outcome, or send it a second time.',
    check: 'beta',
    state: 'open',
  },
  {
    id: 'tem-detail-without-version',
    question: 'Do the rollout details without `VersionId` describe the latest rollout?',
    assumed: 'They do.',
    otherwise:
      'Details with another version or start time than the rollout are ignored; the application and its instances decide.',
    check: 'reads',
    state: 'open',
  },
  {
    id: 'tem-details-start-time',
    question: 'Does each rollout have a different `StartTime`, and does it stay the same?',
    assumed:
      'It does. The details contain no revision, so the start time distinguishes two rollouts of one version.',
    otherwise:
      'An empty one proves nothing. One that changes is accepted after 10 seconds as that of the same revision.',
    check: 'rollout',
    state: 'open',
  },
  {
    id: 'tem-success-word',
    question: 'Which `Status` do the details of a successful rollout have?',
    assumed: 'None: success is decided by batches and instances, whatever the word.',
    otherwise:
      'If the word contains `error` or `fail`, a successful rollout counts as failed after `failure-grace`.',
    check: 'reads',
    state: 'open',
  },
  {
    id: 'tem-error-passes',
    question: 'Is the status `Error` computed from the instances of the moment, so that it passes?',
    assumed: 'It is: the rollout counts as failed only if the status lasts for `failure-grace`.',
    otherwise: 'If it is final, the step reports the failure later than it could.',
    check: 'rollout',
    state: 'open',
  },
  {
    id: 'tem-end-time',
    question: 'Is `EndTime` set when a rollout has succeeded?',
    assumed: 'Not always: without it, the age of the instances tells how long it has been over.',
    otherwise: 'The step reads for a while longer before it is sure that nothing is in progress.',
    check: 'reads',
    state: 'open',
  },
  {
    id: 'tem-status-words',
    question: 'Which other statuses do batches and applications have?',
    assumed:
      'Only the documented ones have a meaning. With `BatchDeployStatus` any other word than an empty one means that a rollout is in progress.',
    otherwise: 'The step logs the word as it is and keeps waiting, at most until `timeout`.',
    check: 'rollout',
    state: 'open',
  },
  {
    id: 'tem-missing-beta-batch',
    question: 'Is a missing beta batch `null`, or sometimes an empty object?',
    assumed: 'Either: a batch without status and instances is no batch.',
    otherwise: 'A beta batch that is not a batch would be shown, and waited for.',
    check: 'reads',
    state: 'open',
  },
  {
    id: 'tem-batch-index',
    question: 'Does `BatchIndex` begin at 0 or 1, and is the beta batch counted?',
    assumed: 'It only gives the order: the step numbers the batches itself, from 1.',
    otherwise: 'If all indexes are equal, the order of the list counts.',
    check: 'rollout',
    state: 'open',
  },
  {
    id: 'tem-batch-count-includes-beta',
    question: 'Does `TotalBatchCount` include the beta batch?',
    assumed: 'It does not.',
    otherwise:
      'The plan of a dry run shows one batch too many. A rollout is shown as TEM reports it.',
    check: 'beta',
    state: 'open',
  },
  {
    id: 'tem-batch-division',
    question: 'Which batches are larger if the instances cannot be divided evenly?',
    assumed: 'The first ones.',
    otherwise: 'The plan of a dry run shows other sizes. A rollout is shown as TEM reports it.',
    check: 'beta',
    state: 'open',
  },
  {
    id: 'tem-beta-pause',
    question: 'Does a `BETA` rollout always pause after its first batch?',
    assumed: 'It does: the documentation says both, and the step follows what TEM reports.',
    otherwise: 'Without a pause the step follows the rollout to its end, and confirms nothing.',
    check: 'beta',
    state: 'open',
  },
  {
    id: 'tem-waiting-batch',
    question: 'Is the batch before the pause marked as `WaitForResume`, or the one after it?',
    assumed: 'Either: of a paused batch only the instances that it lists have to be healthy.',
    otherwise: 'The step never waits for instances that do not exist yet.',
    check: 'beta',
    state: 'open',
  },
  {
    id: 'tem-next-start-unit',
    question: 'Is `NextBatchStartTime` in seconds or in milliseconds?',
    assumed: 'Either: the reading within a day of now is right.',
    otherwise:
      'The log does not say when the next batch starts, and the step polls at its usual pace.',
    check: 'rollout',
    state: 'open',
  },
  {
    id: 'tem-current-batch-status',
    question: 'Which words show that a rollout is being rolled back, or was?',
    assumed: 'Those that contain `revert`, in `CurrentBatchStatus` or `Status`.',
    otherwise:
      'The step notices a rollback by somebody else when another version is current, and reports it then.',
    check: 'revert',
    state: 'open',
  },
];
