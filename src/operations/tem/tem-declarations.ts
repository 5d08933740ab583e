import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { OutputName } from '../../github/outputs.ts';

/** The inputs that identify the target of TEM operations. */
export const TARGET = ['application-id', 'environment-id', 'region'] as const;
export const STRATEGY = [
  'deploy-strategy',
  'total-batch-count',
  'batch-interval',
  'beta-batch-num',
] as const;
export const FOLLOW = ['poll-interval', 'failure-grace', 'stable-for'] as const;
export const VERIFY = [
  'verify-url',
  'verify-duration',
  'verify-interval',
  'verify-success-rate',
  'verify-status',
  'verify-body',
  'verify-latency',
  'verify-headers',
  'verify-timeout',
  'verify-stages',
] as const;
export const POLICIES = ['on-waiting', 'on-failure', 'on-timeout', 'on-cancel'] as const;

/** The outputs of every operation on a rollout. */
export const ROLLOUT_OUTPUTS = [
  'revision-id',
  'version',
  'previous-version',
  'previous-package-name',
  'application-name',
  'url',
  'instances',
  'failed-instances',
] as const satisfies readonly OutputName[];

/** How a rollout is divided into batches. */
export type StrategyInputs = Inputs<never, (typeof STRATEGY)[number]>;

/** How to handle a rollout that is in progress already. */
export type ConflictInputs = Inputs<
  'deploy-version',
  'if-deploying' | 'force' | (typeof FOLLOW)[number]
>;

/** How a rollout is followed. */
export type FollowInputs = Inputs<never, (typeof FOLLOW)[number] | 'on-waiting'> &
  Partial<VerifyInputs & Inputs<never, 'on-cancel'>>;

/** How a rollout is verified. */
export type VerifyInputs = Inputs<never, (typeof VERIFY)[number]>;

/** What to do at the end of a rollout. */
export type PolicyInputs = Inputs<never, (typeof POLICIES)[number]>;

/** How a rollout is followed, and what to do at its end. */
export type FollowPolicyInputs = FollowInputs & PolicyInputs;
