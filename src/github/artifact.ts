import { dirname } from 'node:path';
import type { Detail, DetailedError } from '../text/detail.ts';

/**
 * Keeps one file as a workflow artifact; gives the artifact's ID. Rejects with a
 * NoArtifactServiceError where the service is missing, with the service's own error where it fails.
 */
export type UploadArtifact = (
  name: string,
  path: string,
  retentionDays: number | undefined,
) => Promise<number>;

/** The part of @actions/artifact that is used. */
export interface ArtifactModule {
  readonly DefaultArtifactClient: new () => {
    uploadArtifact(
      name: string,
      files: string[],
      rootDirectory: string,
      options: { retentionDays?: number },
    ): Promise<{ id?: number }>;
  };
}

/** There is nowhere to keep an artifact: outside of a runner, and on GitHub Enterprise Server. */
export class NoArtifactServiceError extends Error implements DetailedError {
  override readonly name = 'NoArtifactServiceError';
  readonly code = 'artifact-service-missing';
  readonly details: readonly Detail[] = [];
}

/** Loads the artifact client at its first use: it would cost every other step its start. */
export function createArtifactUploader(
  load: () => Promise<ArtifactModule>,
  env: NodeJS.ProcessEnv,
): UploadArtifact {
  return async (name, path, retentionDays) => {
    if (!hasArtifactService(env)) {
      throw new NoArtifactServiceError('There is no artifact service here.');
    }
    const { DefaultArtifactClient } = await load();
    const options = retentionDays === undefined ? {} : { retentionDays };
    const client = new DefaultArtifactClient();
    const { id } = await client.uploadArtifact(name, [path], dirname(path), options);
    if (id === undefined) throw new Error('The artifact service gave no ID.');
    return id;
  };
}

/** What @actions/artifact itself goes by: the service's variables, and no server of one's own. */
function hasArtifactService(env: NodeJS.ProcessEnv): boolean {
  const host = new URL(env.GITHUB_SERVER_URL || 'https://github.com').hostname.toUpperCase();
  const isGitHub =
    host === 'GITHUB.COM' || host.endsWith('.GHE.COM') || host.endsWith('.LOCALHOST');
  return isGitHub && !!env.ACTIONS_RESULTS_URL && !!env.ACTIONS_RUNTIME_TOKEN;
}
