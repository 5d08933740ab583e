import { dirname } from 'node:path';
import type { Detail, DetailedError } from '../text/detail.ts';
import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import { getErrorText, TextError } from '../text/text-error.ts';
import { isProxyLogInRefused } from './proxy-log-in.ts';

/**
 * Keeps one file as a workflow artifact; gives the artifact's ID. `overwrite` replaces an artifact
 * of the same name in this run. Rejects with a NoArtifactServiceError if the service is missing,
 * with the service's own error where it fails.
 */
export type UploadArtifact = (
  name: string,
  path: string,
  retentionDays: number | undefined,
  overwrite?: boolean,
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
    deleteArtifact(name: string): Promise<unknown>;
  };
}

/** There is nowhere to keep an artifact: outside of a runner, and on GitHub Enterprise Server. */
export class NoArtifactServiceError extends TextError implements DetailedError {
  override readonly name = 'NoArtifactServiceError';
  readonly code = 'artifact-service-missing';
  readonly details: readonly Detail[] = [];
}

/** Loads the artifact client at its first use: it would cost every other step its start. */
export function createArtifactUploader(
  load: () => Promise<ArtifactModule>,
  env: NodeJS.ProcessEnv,
): UploadArtifact {
  return async (name, path, retentionDays, overwrite = false) => {
    if (!hasArtifactService(env)) {
      throw new NoArtifactServiceError(message('github.no-artifact-service'));
    }
    const { DefaultArtifactClient } = await load();
    const options = retentionDays === undefined ? {} : { retentionDays };
    const client = new DefaultArtifactClient();
    const upload = () => client.uploadArtifact(name, [path], dirname(path), options);
    const remove = () => client.deleteArtifact(name);
    const { id } = await uploadTwice(overwrite ? () => uploadOver(upload, remove) : upload);
    if (id === undefined) throw new TextError(message('github.no-artifact-id'));
    return id;
  };
}

/**
 * The client tries again after gateway errors, but not after a connection that broke. Unknown:
 * whether an upload that broke occupies the name already; then the first error says more.
 */
async function uploadTwice<T>(upload: () => Promise<T>): Promise<T> {
  try {
    return await upload();
  } catch (error) {
    if (!isBroken(error)) throw error;
    return upload().catch((second: unknown) => {
      throw isConflict(second) ? error : second;
    });
  }
}

/** Removes the artifact that has the name only if there is one, so that a failure loses nothing else. */
async function uploadOver<T>(upload: () => Promise<T>, remove: () => Promise<unknown>): Promise<T> {
  try {
    return await upload();
  } catch (error) {
    if (!isConflict(error)) throw error;
    // Unknown: whether an upload that is not complete takes the name without being listed.
    await remove().catch((failure: unknown) => {
      throw isNotFound(failure) ? error : failure;
    });
  }
  return upload();
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && error.name === 'ArtifactNotFoundError';
}

function getMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The client hands its errors on by their messages alone. */
function isBroken(error: unknown): boolean {
  return /\b(ECONNRESET|ETIMEDOUT|EPIPE|EAI_AGAIN|UND_ERR_SOCKET)\b|socket hang up/.test(
    getMessage(error),
  );
}

function isConflict(error: unknown): boolean {
  return /\(409\)|already exists/i.test(getMessage(error));
}

/** The client reads a page, or nothing at all, as JSON. */
function isNoJson(error: unknown): boolean {
  return /\b(?:Unexpected|Expected|Bad) .*\bJSON\b/.test(getMessage(error));
}

/** Why an artifact was not kept. */
export function describeArtifactFailure(error: unknown): Text {
  return isNoJson(error) ? message('github.artifact-no-json') : getErrorText(error);
}

/** What to change about an artifact that was not kept, as a sentence. */
export function adviseOnArtifact(error: unknown): Text {
  const said = getMessage(error);
  if (isProxyLogInRefused(error)) return message('github.artifact-proxy');
  if (isConflict(error)) return message('github.change-artifact-name');
  if (/quota|insufficient usage|storage limit/i.test(said)) {
    return message('github.free-artifact-storage');
  }
  if (/\(401\)|\(403\)/.test(said)) return message('github.check-artifact-access');
  if (
    isBroken(error) ||
    isNoJson(error) ||
    /\b(ENOTFOUND|ECONNREFUSED|EHOSTUNREACH)\b|Unable to make request/.test(said)
  ) {
    return message('github.allow-artifact-hosts');
  }
  if (/\((429|5\d\d)\)/.test(said)) return message('github.rerun-for-artifact');
  return message('github.check-artifact-inputs');
}

/** What @actions/artifact itself goes by: the service's variables, and no server of one's own. */
function hasArtifactService(env: NodeJS.ProcessEnv): boolean {
  const host = new URL(env.GITHUB_SERVER_URL || 'https://github.com').hostname.toUpperCase();
  const isGitHub =
    host === 'GITHUB.COM' || host.endsWith('.GHE.COM') || host.endsWith('.LOCALHOST');
  return isGitHub && !!env.ACTIONS_RESULTS_URL && !!env.ACTIONS_RUNTIME_TOKEN;
}
