import * as core from '@actions/core';
import { createArtifactUploader } from './github/artifact.ts';
import { createCancellation } from './github/cancellation.ts';
import { createDeploymentsClient } from './github/deployments.ts';
import { getEnv } from './github/runner-env.ts';
import { isPost } from './github/step-state.ts';
import { systemClock } from './clock.ts';
import { runMain } from './run/main-step.ts';
import { runPost } from './run/post-step.ts';
import { createDispatcher, createPost } from './tencent/http.ts';
import { readProxies } from './tencent/proxy-env.ts';

const cancel = createCancellation(process);
const dispatcher = createDispatcher(readProxies(process.env).proxies);
const openDeployments = createDeploymentsClient(() => import('@actions/github'), {
  baseUrl: getEnv(process.env, 'GITHUB_API_URL') ?? 'https://api.github.com',
  dispatcher,
  timeout: (ms) => systemClock.timeout(ms),
});
const runtime = {
  core,
  signal: cancel.signal,
  dispatcher,
  uploadArtifact: createArtifactUploader(() => import('@actions/artifact'), process.env),
  openDeployments,
  env: process.env,
  clock: systemClock,
  post: createPost(dispatcher),
  random: Math.random,
};
process.exitCode = await (isPost(core) ? runPost(runtime) : runMain(runtime));
cancel.dispose();
await dispatcher.destroy();
// What was given up, an artifact's upload say, must not keep the process; what was printed must leave it.
process.stdout.write('', () => process.exit());
