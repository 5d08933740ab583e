import { createArtifactUploader } from './github/artifact.ts';
import { runMain } from './run/main-step.ts';
import { runInProcess } from './process-runtime.ts';

await runInProcess(
  runMain,
  createArtifactUploader(() => import('@actions/artifact'), process.env),
);
