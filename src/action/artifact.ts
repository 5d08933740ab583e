import { dirname } from 'node:path';

/**
 * Keeps one file as a workflow artifact; gives the artifact's ID. Rejects where the service is
 * missing: on GitHub Enterprise Server, and outside of a runner.
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

/** Loads the artifact client at its first use: it would cost every other step its start. */
export function artifactUploader(load: () => Promise<ArtifactModule>): UploadArtifact {
  return async (name, path, retentionDays) => {
    const { DefaultArtifactClient } = await load();
    const options = retentionDays === undefined ? {} : { retentionDays };
    const client = new DefaultArtifactClient();
    const { id } = await client.uploadArtifact(name, [path], dirname(path), options);
    if (id === undefined) throw new Error('The artifact service gave no ID.');
    return id;
  };
}
