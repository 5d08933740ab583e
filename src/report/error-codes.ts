/** Error codes of operations. Tests check these codes, not the wording. */
export type OperationErrorCode =
  // TEM
  | 'target-not-found'
  | 'target-ambiguous'
  | 'revision-not-current'
  | 'policy-unsupported'
  | 'operation-unsupported'
  | 'nothing-to-revert'
  | 'previous-version-unknown'
  | 'revert-refused'
  | 'revert-outcome-unknown'
  | 'rollout-in-progress'
  | 'rollout-other-version'
  | 'rollout-paused'
  | 'rollout-start-unknown'
  | 'batch-unknown'
  | 'batch-not-resumed'
  | 'batch-resume-unknown'
  | 'package-url-missing'
  | 'package-kind'
  | 'package-missing'
  | 'version-no-tag'
  | 'beta-batch-too-large'
  | 'rollout-failed'
  | 'instances-failing'
  | 'rollout-reverted'
  | 'rollout-superseded'
  | 'rollout-over'
  | 'revert-unfinished'
  | 'revert-replaced'
  | 'application-unread'
  | 'verification-failed'
  | 'verification-no-evidence'
  // CAR
  | 'version-not-found'
  | 'version-gone'
  | 'version-superseded'
  | 'version-upload-path'
  | 'version-status-unknown'
  | 'version-failed'
  | 'version-deleting'
  | 'version-not-ready'
  | 'version-unpublished'
  | 'version-limit'
  | 'version-age-unknown'
  | 'version-not-deleted'
  | 'change-outcome-unknown'
  // SCF and DLC
  | 'code-url-missing'
  | 'function-deploying'
  | 'result-failed'
  | 'result-not-ready'
  | 'result-path-unsupported'
  | 'result-keys-missing'
  | 'export-outcome-unknown'
  // Every service
  | 'post-without-credentials'
  | 'file-type'
  | 'file-type-mismatch'
  | 'deadline-passed'
  | 'plan-blocked'
  | 'artifact-failed';

/**
 * Codes of errors outside of operations. All other errors have codes already: inputs, ID tokens and
 * transfers have separate lists, and API errors have the API's code.
 */
export type StepErrorCode = 'job-cancelled' | 'deadline-passed' | 'internal-error';
