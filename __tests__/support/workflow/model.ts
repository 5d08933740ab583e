import type { SharedTime } from '../../scenarios/shared-time.ts';
import type { GithubApi } from '../github-api.ts';
import type { OidcService } from '../oidc-service.ts';
import type { Artifacts } from './artifacts.ts';
import type { Value } from './evaluate.ts';
import type { Cell } from './matrix.ts';

/** What starts a workflow. Filters on branches, tags and paths are not looked at. */
export interface WorkflowEvent {
  name: 'push' | 'workflow_dispatch' | 'schedule';
  /** Default: refs/heads/main. */
  ref?: string;
  /** Of a workflow_dispatch, as they are typed into its form. */
  inputs?: Record<string, Value>;
}

/** How the steps of this action reach the simulated cloud. */
export interface Cloud {
  /** Inputs of every step that the workflow does not give: the way to the simulator. */
  inputs: Record<string, string>;
  /** Without it the steps keep the real time. */
  time?: SharedTime;
  /** Whether the cloud holds an answer back: see LeadOptions. */
  isHeld?: () => boolean;
  /** May appear nowhere. */
  secrets: () => readonly string[];
}

/** What is around a workflow: its repository, its settings, its cloud. */
export interface Surroundings {
  cloud: Cloud;
  /** Of the repository; every environment has the same. */
  secrets: Record<string, string>;
  /** What a checkout brings, by path; a `#!` makes a file executable. */
  repository?: Record<string, string>;
  /** Answers for the reviewers of an environment; without it each is open. */
  approve?: (environment: string, job: string) => boolean;
  oidc?: OidcService;
  /** Where GitHub Deployments are kept; without it the API is not there. */
  github?: GithubApi;
  /** What the runner tells steps besides: the artifact service, say. */
  environment?: Record<string, string>;
  artifacts: Artifacts;
}

export type Result = 'success' | 'failure' | 'skipped' | 'cancelled';

export interface StepRun {
  id: string;
  /** The action with its version, or the first line of the script. */
  title: string;
  outcome: Result;
  /** As `outcome`, unless continue-on-error made a failure good. */
  conclusion: Result;
  /** As under `with:`, evaluated. */
  inputs: Record<string, string>;
  outputs: Record<string, string>;
  log: string;
  summary: string;
}

export interface JobRun {
  /** `deploy`, and in a reusable workflow `caller / deploy`. */
  name: string;
  matrix: Cell;
  result: Result;
  /** The environment that it deployed to, and its URL. */
  environment?: { name: string; url: string };
  outputs: Record<string, string>;
  /** Outputs that were lost: they held a masked value. */
  dropped: string[];
  steps: StepRun[];
}

/** What `needs` and `jobs` tell of a job. */
export interface JobEnd {
  result: Result;
  outputs: Record<string, string>;
}
