import type * as core from '@actions/core';
import type { Dispatcher } from 'undici';
import type { UploadArtifact } from '../github/artifact.ts';
import type { OpenDeployments } from '../github/deployments.ts';
import type { Clock } from '../clock.ts';
import type { OperationContext } from '../operations/operation.ts';
import type { Post } from '../tencent/http.ts';

/** Everything that a run gets from outside. */
export interface Runtime {
  readonly env: NodeJS.ProcessEnv;
  /**
   * The operation of an action that has only one; undefined in the root action, which has an input
   * for it.
   */
  readonly operation?: string | undefined;
  readonly core: typeof core;
  readonly clock: Clock;
  readonly post: Post;
  /** The connections that transfers use. */
  readonly dispatcher: Dispatcher;
  readonly startProber: OperationContext['startProber'];
  readonly probeOnce: OperationContext['probeOnce'];
  readonly uploadArtifact: UploadArtifact;
  readonly openDeployments: OpenDeployments;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Aborted when the job is cancelled. */
  readonly cancelSignal: AbortSignal;
}
