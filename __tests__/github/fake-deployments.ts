import type { DeploymentStatus, OpenDeployments } from '../../src/github/deployments.ts';
import { createLog } from '../../src/github/log.ts';
import { recordingCore } from '../operations/recorder.ts';

interface Setting {
  open?: OpenDeployments;
  state?: Record<string, string>;
  env?: NodeJS.ProcessEnv;
}

/** A runtime in which GitHub keeps everything in a list. */
export function openGithub({ open, state = {}, env = {} }: Setting = {}) {
  const { core, recorded } = recordingCore(state);
  const written: string[] = [];
  const keep: OpenDeployments = () =>
    Promise.resolve({
      create: (environment) => {
        written.push(`create ${environment}`);
        return Promise.resolve(42);
      },
      addStatus: (id, status: DeploymentStatus) => {
        written.push(`${id} ${status.state} ${status.description}`);
        return Promise.resolve();
      },
    });
  const world = { core, env, openDeployments: open ?? keep };
  return { world, log: createLog(core), recorded, written };
}

export function refusing(error: unknown): OpenDeployments {
  return () =>
    Promise.resolve({
      create: () => Promise.reject(error as Error),
      addStatus: () => Promise.reject(error as Error),
    });
}
