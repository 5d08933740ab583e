import { NoArtifactServiceError } from './github/artifact.ts';
import { runPost } from './run/post-step.ts';
import { runInProcess } from './process-runtime.ts';

/** Runs the post step in this process, which cannot run an operation. */
export async function startPost(): Promise<void> {
  await runInProcess(runPost, () =>
    Promise.reject(new NoArtifactServiceError('post uploads nothing')),
  );
}
