import { NoArtifactServiceError } from './github/artifact.ts';
import { runPost } from './run/post-step.ts';
import { runInProcess } from './process-runtime.ts';

// An entry of its own, which cannot run an operation: a job may be cancelled before the main step
// has saved anything, and nothing else would tell the two apart.
await runInProcess(runPost, () =>
  Promise.reject(new NoArtifactServiceError('post uploads nothing')),
);
