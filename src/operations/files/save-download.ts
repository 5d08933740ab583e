import { downloadFile } from '../../transfer/download-file.ts';
import type { Source } from '../../transfer/download-source.ts';
import { resolveTargetPath } from '../../transfer/target-path.ts';
import type { OperationContext } from '../operation.ts';
import { setOutput } from '../../report/run-record.ts';
import { formatBytes, formatDuration, joinParts } from '../../text/format.ts';
import type { DownloadInputs } from './download-inputs.ts';
import { createProgressLines } from './progress-lines.ts';
import { NoArtifactServiceError } from '../../github/artifact.ts';
import { abortable } from '../../tencent/abortable.ts';
import { getErrorMessage } from '../../report/error-outcome.ts';
import { OperationError } from '../../report/outcome.ts';
import { getHttpStatus } from '../../tencent/cos/cos-errors.ts';
import { createReplaceableSource } from '../../transfer/download-source.ts';
import { parseDownloadUrl } from '../../transfer/download-url.ts';
import { createUrlSource } from '../../transfer/url-source.ts';

/** What is to be downloaded. */
export interface DownloadRequest {
  readonly source: Source;
  /** Its last segment names the file where download-path is a folder. */
  readonly name: string;
  /** SHA-256 in hex or base64; '' where the cloud gives none. */
  readonly expectedSha256: string;
}

/** Downloads, verifies, and keeps the file as an artifact where that is asked for. */
export async function saveDownload(
  context: OperationContext,
  what: DownloadRequest,
  inputs: DownloadInputs,
): Promise<void> {
  const target = await targetOf(context, what, inputs);
  const begun = context.clock.now();
  const {
    bytes: size,
    matches,
    path,
    sha256,
  } = await downloadFile({
    ...context.transfer,
    source: what.source,
    target,
    expectedSha256: what.expectedSha256 || undefined,
    onMismatch: inputs.digestMismatch,
    onProgress: createProgressLines(context, 'download'),
  });
  setOutput(context.report, 'download-path', path);
  setOutput(context.report, 'download-sha256', sha256);
  const took = formatDuration(context.clock.now() - begun);
  const verified = matches === undefined ? '' : matches ? 'verified' : 'DIGEST MISMATCH';
  context.log.stage('Download', joinParts(path, `${formatBytes(size)} in ${took}`, verified));
  if (matches === false) {
    context.log.warning(
      'Digest mismatch',
      `${path} has the SHA-256 ${sha256}, not ${what.expectedSha256} (digest-mismatch: warn).`,
    );
  }
  if (inputs.artifactName !== undefined) await keepAsArtifact(context, path, inputs);
}

/** Refuses a `download-path` that cannot be written, before anything is asked of the cloud. */
export async function assertDownloadPath(
  { downloadPath }: Pick<DownloadInputs, 'downloadPath'>,
  { folders: { workspace, temp } }: Pick<OperationContext, 'folders'>,
): Promise<void> {
  // The name that the file will have in a folder is not known yet.
  const name = 'download';
  if (downloadPath !== undefined)
    await resolveTargetPath({ downloadPath, name, roots: [workspace, temp] });
}

/** With `artifact-name` alone the file goes to the runner's temporary folder. */
async function targetOf(
  context: OperationContext,
  { name }: DownloadRequest,
  { downloadPath }: DownloadInputs,
) {
  const { workspace, temp } = context.folders;
  const wanted = downloadPath ?? `${temp}/`;
  return resolveTargetPath({ downloadPath: wanted, name, roots: [workspace, temp] });
}

/** Keeps a file as a workflow artifact; where there is no artifact service, the file has to do. */
export async function keepAsArtifact(
  context: OperationContext,
  path: string,
  { artifactName = '', artifactRetentionDays }: DownloadInputs,
): Promise<void> {
  const { signal } = context.transfer;
  try {
    const uploaded = context.uploadArtifact(artifactName, path, artifactRetentionDays);
    const id = await abortable(uploaded, signal);
    setOutput(context.report, 'artifact-id', String(id));
    context.log.stage('Artifact', `${artifactName} (${id})`);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof NoArtifactServiceError)) throw refusal(path, error);
    context.log.warning('No artifact', `The file stays at ${path}. ${error.message}`);
  }
}

function refusal(path: string, error: unknown): OperationError {
  return new OperationError('the artifact was not kept', {
    details: [`Why:  ${getErrorMessage(error)}`, `File: ${path}`],
    next: [{ sentence: 'Check artifact-name: each may be used once in a run.' }],
  });
}

/**
 * What a pre-signed address leads to. Unknown: how long one is valid; so where it is refused,
 * `askAgain` gives another one, and the download goes on there.
 */
export function createPresignedSource(
  { transfer: wire }: OperationContext,
  address: string,
  askAgain: () => Promise<string>,
): Source {
  return createReplaceableSource(createUrlSource(address, wire), async (error) =>
    getHttpStatus(error) === 403 ? createUrlSource(await askAgain(), wire) : undefined,
  );
}

/**
 * Notes the pre-signed URL that the cloud gave, over https, and gives it; a masked one is for the
 * steps of this job alone. Throws a TransferError where it is none that may be fetched.
 */
export function publishDownloadUrl(
  { mask, report }: OperationContext,
  given: string,
  isMasked: boolean,
): string {
  if (isMasked) mask(given);
  const url = parseDownloadUrl(given).href;
  if (isMasked) mask(url);
  setOutput(report, 'download-url', url);
  return url;
}
