import type { Surroundings } from './model.ts';
import type { Place } from './place.ts';

/** A step with everything in it evaluated. */
export interface Step {
  uses: string;
  run: string;
  shell: string;
  workingDirectory: string;
  inputs: Record<string, string>;
  env: Record<string, string>;
}

/** Where a step runs: in a job, in the surroundings of its workflow. */
export interface StepPlace {
  place: Place;
  surroundings: Surroundings;
  /** What the runner sets for every step of the job. */
  variables: Record<string, string>;
}

export interface StepEnd {
  succeeded: boolean;
  outputs: Record<string, string>;
  /** For the steps that follow, from GITHUB_ENV. */
  variables: Record<string, string>;
  masks: string[];
  log: string;
  summary: string;
  /** Runs after the job; false where that fails. */
  post?: () => Promise<boolean>;
}
