import { dirname } from 'node:path';
import type { Detail, DetailedError } from '../text/detail.ts';
import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import { getErrorText, TextError } from '../text/text-error.ts';
import { isProxyLogInRefused } from './proxy-log-in.ts';

/**
 * Uploads one file as a workflow artifact and returns the artifact's ID. `overwrite` replaces an
 * artifact of the same name in this run. Rejects with a NoArtifactServiceError if there is no
 * artifact service, otherwise with an ArtifactError.
 */
export type UploadArtifact = (
  name: string,
  path: string,
  retentionDays: number | undefined,
  overwrite?: boolean,
) => Promise<number>;

/** The parts of @actions/artifact that this module uses. */
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

/** There is no artifact service: outside of a runner, and on GitHub Enterprise Server. */
export class NoArtifactServiceError extends TextError implements DetailedError {
  override readonly name = 'NoArtifactServiceError';
  readonly code = 'artifact-service-missing';
  readonly details: readonly Detail[] = [];
}

/** The artifact service did not keep the file; the text says why. */
export class ArtifactError extends TextError {
  override readonly name = 'ArtifactError';
  /** A sentence with the fix. */
  readonly fix: Text;

  /** `cause` is the error of @actions/artifact. */
  constructor(cause: unknown) {
    super(describeFailure(cause), { cause });
    this.fix = adviseOnFailure(cause);
  }
}

/**
 * Creates an uploader that loads @actions/artifact on first use, because loading it would slow the
 * start of every step that uploads nothing.
 */
export function createArtifactUploader(
  load: () => Promise<ArtifactModule>,
  env: NodeJS.ProcessEnv,
): UploadArtifact {
  return async (name, path, retentionDays, overwrite = false) => {
    if (!hasArtifactService(env)) {
      throw new NoArtifactServiceError(message('github.no-artifact-service'));
    }
    try {
      const { DefaultArtifactClient } = await load();
      const options = retentionDays === undefined ? {} : { retentionDays };
      const client = new DefaultArtifactClient();
      const upload = () => client.uploadArtifact(name, [path], dirname(path), options);
      const remove = () => client.deleteArtifact(name);
      const { id } = await uploadTwice(overwrite ? () => uploadOver(upload, remove) : upload);
      if (id === undefined) throw new TextError(message('github.no-artifact-id'));
      return id;
    } catch (error) {
      throw new ArtifactError(error);
    }
  };
}

/**
 * Retries once after a broken connection; @actions/artifact itself retries only gateway errors. A
 * broken upload may already occupy the name. Then the first error is thrown, because it says more.
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

/**
 * Uploads first and removes the existing artifact only on a name conflict, so that no other failure
 * deletes it.
 */
async function uploadOver<T>(upload: () => Promise<T>, remove: () => Promise<unknown>): Promise<T> {
  try {
    return await upload();
  } catch (error) {
    if (!isConflict(error)) throw error;
    // An incomplete upload may occupy the name without being listed.
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

/**
 * Whether the connection broke. @actions/artifact passes on only the message of an error, so this
 * matches its text.
 */
function isBroken(error: unknown): boolean {
  return /\b(ECONNRESET|ETIMEDOUT|EPIPE|EAI_AGAIN|UND_ERR_SOCKET)\b|socket hang up/.test(
    getMessage(error),
  );
}

function isConflict(error: unknown): boolean {
  return /\(409\)|already exists/i.test(getMessage(error));
}

/** Whether the client could not parse the response: it was an HTML page, or empty. */
function isNoJson(error: unknown): boolean {
  return /\b(?:Unexpected|Expected|Bad) .*\bJSON\b/.test(getMessage(error));
}

function describeFailure(error: unknown): Text {
  return isNoJson(error) ? message('github.artifact-no-json') : getErrorText(error);
}

function adviseOnFailure(error: unknown): Text {
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

/**
 * Whether there is an artifact service. Uses the same rule as @actions/artifact: the service's
 * variables are set, and the server is not GitHub Enterprise Server.
 */
function hasArtifactService(env: NodeJS.ProcessEnv): boolean {
  const server = URL.parse(env.GITHUB_SERVER_URL || 'https://github.com');
  const host = server?.hostname.toUpperCase() ?? '';
  const isGitHub =
    host === 'GITHUB.COM' || host.endsWith('.GHE.COM') || host.endsWith('.LOCALHOST');
  return isGitHub && !!env.ACTIONS_RESULTS_URL && !!env.ACTIONS_RUNTIME_TOKEN;
}
