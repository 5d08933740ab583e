import { tmpdir } from 'node:os';

/** Returns the environment variable of an input. Dashes stay. */
export function getInputVariable(name: string): string {
  return `INPUT_${name.replace(/ /g, '_').toUpperCase()}`;
}

/** Returns a variable's trimmed text, or undefined if it is blank or not set. */
export function getEnv(env: NodeJS.ProcessEnv, variable: string): string | undefined {
  const text = env[variable]?.trim();
  return text === '' ? undefined : text;
}

/** The folders of a job. A step reads and writes only there. */
export interface Folders {
  /** The root of the job's workspace, usually the checked-out repository. */
  readonly workspace: string;
  /** Its contents are deleted after the job. */
  readonly temp: string;
}

/**
 * Returns the runner's folders. Outside of a runner, the current and the system's temporary folder.
 */
export function getFolders(env: NodeJS.ProcessEnv): Folders {
  return {
    workspace: env.GITHUB_WORKSPACE || process.cwd(),
    temp: env.RUNNER_TEMP || tmpdir(),
  };
}

/** Where the runner mounts its folders in a job container. */
const CONTAINER_WORK = '/__w';

/**
 * Whether the job runs in a container (`container:`), where folders have other paths than on the
 * host.
 */
export function isContainerJob(env: NodeJS.ProcessEnv): boolean {
  return [env.GITHUB_WORKSPACE, env.RUNNER_TEMP].some((folder) =>
    folder?.startsWith(`${CONTAINER_WORK}/`),
  );
}
