import * as core from '@actions/core';
import { createCancelSignal } from './github/cancellation.ts';
import { createDeploymentsClient } from './github/deployments.ts';
import { getEnv } from './github/runner-env.ts';
import { systemClock } from './clock.ts';
import {
  createDispatcher,
  createPost,
  createProbeDispatcher,
  giveAddressesTime,
} from './tencent/http.ts';
import { readProxies } from './tencent/proxy-env.ts';
import type { OpenDispatcher } from './probe/connections.ts';
import type { Runtime } from './run/runtime.ts';

/**
 * Runs a step in this process, then exits with the step's exit code; with 1 if the step rejects, or
 * if nothing is left to wait for before it has ended.
 */
export async function runInProcess(
  run: (runtime: Runtime) => Promise<number>,
  uploadArtifact: Runtime['uploadArtifact'],
): Promise<void> {
  process.exitCode = 1;
  process.once('beforeExit', () => {
    process.stderr.write('The step stopped before its end. This is a defect of the action.\n');
  });
  // GitHub's clients and connections to proxies have no option for this.
  giveAddressesTime();
  const { proxies } = readProxies(process.env);
  const dispatcher = createDispatcher(proxies);
  // Most steps verify nothing, so they do not load the prober.
  const loadProber = async () => ({
    ...(await import('./probe/prober.ts')),
    ...(await import('./probe/probe-once.ts')),
    connections: {
      clock: systemClock,
      openDispatcher: (options: Parameters<OpenDispatcher>[0]) =>
        createProbeDispatcher(proxies, options),
    },
  });
  process.exitCode = await run({
    core,
    cancelSignal: createCancelSignal(process),
    dispatcher,
    startProber: async (settings) => {
      const { connections, startProber } = await loadProber();
      return startProber({ ...settings, ...connections });
    },
    probeOnce: async (url, settings) => {
      const { connections, probeOnce } = await loadProber();
      return probeOnce(url, { ...settings, ...connections });
    },
    uploadArtifact,
    openDeployments: createDeploymentsClient(() => import('@actions/github'), {
      baseUrl: getEnv(process.env, 'GITHUB_API_URL') ?? 'https://api.github.com',
      dispatcher,
      timeout: (ms) => systemClock.timeout(ms),
    }),
    env: process.env,
    // Actions with a single operation: their entry points in dist/ pass its name.
    operation: process.argv[2],
    clock: systemClock,
    post: createPost(dispatcher),
    random: Math.random,
  });
  // An abandoned task, such as an artifact upload, must not keep the process alive, and the system
  // closes the connections. Exiting in the callback ensures that all output is written.
  process.stdout.write('', () => process.exit());
}
