import * as core from '@actions/core';
import { createCancellation } from './github/cancellation.ts';
import { createDeploymentsClient } from './github/deployments.ts';
import { getEnv } from './github/runner-env.ts';
import { systemClock } from './clock.ts';
import { createDispatcher, createPost, giveAddressesTime } from './tencent/http.ts';
import { readProxies } from './tencent/proxy-env.ts';
import type { Runtime } from './run/runtime.ts';

/** Runs a step in this process, and ends it with the step's exit code. */
export async function runInProcess(
  run: (runtime: Runtime) => Promise<number>,
  uploadArtifact: Runtime['uploadArtifact'],
): Promise<void> {
  // GitHub's clients and the connections to proxies have no option for it.
  giveAddressesTime();
  const cancel = createCancellation(process);
  const dispatcher = createDispatcher(readProxies(process.env).proxies);
  process.exitCode = await run({
    core,
    signal: cancel.signal,
    dispatcher,
    uploadArtifact,
    openDeployments: createDeploymentsClient(() => import('@actions/github'), {
      baseUrl: getEnv(process.env, 'GITHUB_API_URL') ?? 'https://api.github.com',
      dispatcher,
      timeout: (ms) => systemClock.timeout(ms),
    }),
    env: process.env,
    // Of the actions that have one operation: their entries in dist/ pass its name.
    operation: process.argv[2],
    clock: systemClock,
    post: createPost(dispatcher),
    random: Math.random,
  });
  cancel.dispose();
  await dispatcher.destroy();
  // What was given up, an artifact's upload say, must not keep the process; what was printed must leave it.
  process.stdout.write('', () => process.exit());
}
