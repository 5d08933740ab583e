import * as core from '@actions/core';
import { artifactUploader } from './github/artifact.ts';
import { cancellation } from './github/cancellation.ts';
import { githubDeployments } from './github/deployments.ts';
import { given } from './github/runner-env.ts';
import { readProxies } from './github/proxy-env.ts';
import { isPost } from './github/step-state.ts';
import { systemClock } from './clock.ts';
import { runMain, runPost } from './run/main-step.ts';
import { createDispatcher, createPost } from './tencent/http.ts';

const cancel = cancellation(process);
const dispatcher = createDispatcher(readProxies(process.env).proxies);
const openDeployments = githubDeployments(() => import('@actions/github'), {
  baseUrl: given(process.env, 'GITHUB_API_URL') ?? 'https://api.github.com',
  dispatcher,
  timeout: (ms) => systemClock.timeout(ms),
});
const world = {
  core,
  signal: cancel.signal,
  dispatcher,
  uploadArtifact: artifactUploader(() => import('@actions/artifact'), process.env),
  openDeployments,
  env: process.env,
  clock: systemClock,
  post: createPost(dispatcher),
  random: Math.random,
};
process.exitCode = await (isPost(core) ? runPost(world) : runMain(world));
cancel.dispose();
await dispatcher.destroy();
// What was given up, an artifact's upload say, must not keep the process; what was printed must leave it.
process.stdout.write('', () => process.exit());
