import { NoArtifactServiceError } from './github/artifact.ts';
import { runPost } from './run/post-step.ts';
import { runInProcess } from './process-runtime.ts';

// The post step has a separate entry point that cannot run an operation. A job may be cancelled
// before the main step saves any state, so state cannot tell the two apart.
void runInProcess(runPost, () =>
  Promise.reject(new NoArtifactServiceError('post uploads nothing')),
);
