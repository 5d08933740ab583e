import { createArtifactUploader } from './github/artifact.ts';
import { runMain } from './run/main-step.ts';
import { runInProcess } from './process-runtime.ts';

// Not awaited: if this module awaited, everything that it imports would become one nested function
// in the bundle, which makes each start 10 ms slower.
void runInProcess(
  runMain,
  createArtifactUploader(() => import('@actions/artifact'), process.env),
);
