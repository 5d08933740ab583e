import * as core from '@actions/core';
import { artifactUploader } from './action/artifact.ts';
import { cancellation } from './action/cancel.ts';
import { readProxies } from './action/proxies.ts';
import { isPost } from './action/state.ts';
import { systemClock } from './clock.ts';
import { runMain, runPost } from './run.ts';
import { createDispatcher, createPost } from './tencent/http.ts';

const cancel = cancellation(process);
const dispatcher = createDispatcher(readProxies(process.env).proxies);
const world = {
  core,
  signal: cancel.signal,
  dispatcher,
  uploadArtifact: artifactUploader(() => import('@actions/artifact'), process.env),
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
