import type { ChildProcess } from 'node:child_process';
import type { RunOptions } from '../process/run-action.ts';
import type { ActionRun } from '../process/step-run.ts';
import type { SharedTime } from '../process/shared-time.ts';
import type { GithubApi } from '../github-api.ts';
import type { OidcService } from '../oidc-service.ts';
import type { Scope, Value } from './evaluate.ts';

/** What starts a workflow. Filters on branches, tags and paths are not looked at. */
export interface WorkflowEvent {
  name: 'push' | 'workflow_dispatch' | 'schedule' | 'pull_request';
  /** Default: refs/heads/main. */
  ref?: string;
  /** Of a workflow_dispatch, as they are typed into its form. */
  inputs?: Record<string, Value>;
  /** Of a pull_request; without it, the pull request comes from a branch of the repository. */
  fork?: string;
}

/** Artifacts of one workflow run by name; each holds files by path. */
export type Artifacts = Map<string, Record<string, Buffer>>;

/** What is around a workflow: its repository, its settings, its cloud. */
export interface Surroundings {
  /** Inputs of every step of this action that the workflow does not give: the way to the simulator. */
  actionInputs: Record<string, string>;
  /** The time of this action's steps; without it they keep the real one. */
  time?: SharedTime;
  /** May appear nowhere. */
  forbidden: () => readonly string[];
  /** Of the repository; every environment has the same. */
  secrets: Record<string, string>;
  /** What a checkout brings, by path; a `#!` makes a file executable. */
  repository?: Record<string, string>;
  /** Answers for the reviewers of an environment; without it each is open. */
  approve?: (environment: string) => boolean;
  oidc: OidcService;
  /** Where GitHub keeps Deployments and comments. */
  github: GithubApi;
  /** What the runner tells steps besides: the artifact service, say. */
  environment: Record<string, string>;
  artifacts: Artifacts;
  /** Runs a step of this action, in a process of its own or in this one. */
  runAction: (options: RunOptions) => Promise<ActionRun>;
  /** Gets the process of each step of this action as soon as it has been started. */
  onStart?: (child: ChildProcess) => void;
}

export type Result = 'success' | 'failure' | 'skipped' | 'cancelled';

/** How a step went; `title` is its name, its action with the version, or the line of its script. */
export interface StepRun {
  id: string;
  title: string;
  /** What it asked of this action; '' of any other step, and of one that was skipped. */
  operation: string;
  outcome: Result;
  /** As under `with:`, evaluated. */
  inputs: Record<string, string>;
  outputs: Record<string, string>;
  log: string;
  summary: string;
}

export interface JobRun {
  /** `deploy`, and in a reusable workflow `caller / deploy`. */
  name: string;
  result: Result;
  /** The environment that it deployed to. */
  environment: string;
  /** Without those that held a masked value. */
  outputs: Record<string, string>;
  steps: StepRun[];
  /** What ran after the steps, the last one first. */
  posts: PostRun[];
}

/** A step of this action, and how its `post` is given inputs and variables at the end of the job. */
export interface PostStep {
  title: string;
  folder: string;
  state: Record<string, string>;
  read: (atEnd: Scope) => { inputs: Record<string, string>; env: Record<string, string> };
}

/** How the `post` of a step went. */
export interface PostRun {
  title: string;
  outcome: Result;
  /** As under `with:`, evaluated at the end of the job. */
  inputs: Record<string, string>;
  log: string;
  summary: string;
}

/** A step with everything in it evaluated, and where it runs. */
export interface Step {
  uses: string;
  run: string;
  inputs: Record<string, string>;
  env: Record<string, string>;
  workspace: string;
  surroundings: Surroundings;
  onStart?: (child: ChildProcess) => void;
}

export interface StepEnd {
  succeeded: boolean;
  outputs: Record<string, string>;
  /** For `post`, from GITHUB_STATE. */
  state: Record<string, string>;
  /** For the steps that follow, from GITHUB_ENV. */
  variables: Record<string, string>;
  log: string;
  summary: string;
}
