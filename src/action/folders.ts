import { tmpdir } from 'node:os';

/** The folders of a job; a step reads and writes files in these alone. */
export interface Folders {
  /** Where the job's repository is. */
  readonly workspace: string;
  /** What is in here is gone after the job. */
  readonly temp: string;
}

/** The runner names both; outside of it, the current folder and the system's stand in. */
export function foldersOf(env: NodeJS.ProcessEnv): Folders {
  return {
    workspace: env.GITHUB_WORKSPACE || process.cwd(),
    temp: env.RUNNER_TEMP || tmpdir(),
  };
}
