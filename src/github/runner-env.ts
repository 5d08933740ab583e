import { tmpdir } from 'node:os';

/** The variable that the runner hands an input over in: dashes stay. */
export function getInputVariable(name: string): string {
  return `INPUT_${name.replace(/ /g, '_').toUpperCase()}`;
}

/** A variable's text without the white space around it. Blank counts as not given. */
export function getEnv(env: NodeJS.ProcessEnv, variable: string): string | undefined {
  const text = env[variable]?.trim();
  return text === '' ? undefined : text;
}

/** The folders of a job; a step reads and writes files in these alone. */
export interface Folders {
  /** Where the job's repository is. */
  readonly workspace: string;
  /** What is in here is gone after the job. */
  readonly temp: string;
}

/** The runner names both; outside of it, the current folder and the system's stand in. */
export function getFolders(env: NodeJS.ProcessEnv): Folders {
  return {
    workspace: env.GITHUB_WORKSPACE || process.cwd(),
    temp: env.RUNNER_TEMP || tmpdir(),
  };
}

/** Where the runner mounts its folders in the container of a job. */
const CONTAINER_WORK = '/__w';

/** Whether the job runs in a container (`container:`), where folders have other paths than outside. */
export function isContainerJob(env: NodeJS.ProcessEnv): boolean {
  return [env.GITHUB_WORKSPACE, env.RUNNER_TEMP].some((folder) =>
    folder?.startsWith(`${CONTAINER_WORK}/`),
  );
}
