import { ArtifactError, NoArtifactServiceError } from '../../github/artifact.ts';
import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { InputIssue } from '../../github/inputs/input-errors.ts';
import type { OutputName } from '../../github/outputs.ts';
import { formatTime } from '../../report/instances.ts';
import { OperationError } from '../../report/outcome.ts';
import { replaceOutput, setOutput } from '../../report/run-record.ts';
import { getHttpStatus } from '../../tencent/cos/cos-errors.ts';
import { formatBytes } from '../../text/format.ts';
import { durationText, joinTexts, message } from '../../text/message.ts';
import { downloadFile } from '../../transfer/download-file.ts';
import type { Source } from '../../transfer/download-source.ts';
import { createReplaceableSource } from '../../transfer/download-source.ts';
import { resolveTargetPath } from '../../transfer/target-path.ts';
import { listUrlSignatures, readUrlExpiry } from '../../transfer/url-expiry.ts';
import { createUrlSource, parseDownloadUrl } from '../../transfer/url-source.ts';
import type { OperationContext } from '../operation.ts';
import { createProgressLines } from './progress-lines.ts';

/** What to download. */
export interface DownloadRequest {
  readonly source: Source;
  /** Its last segment is the file name if `download-path` is a folder. */
  readonly name: string;
  /** SHA-256 in hex or base64; '' if the service returns none. */
  readonly expectedSha256: string;
}

/** Downloads a file, verifies it, and keeps it as an artifact if asked. */
export async function saveDownload(
  context: OperationContext,
  { source, name, expectedSha256 }: DownloadRequest,
  inputs: DownloadInputs,
): Promise<void> {
  const { clock, deadlineSignal: signal, folders, log, report, transfer } = context;
  // With `artifact-name` alone the file goes to the runner's temporary folder.
  const downloadPath = inputs.downloadPath ?? `${folders.temp}/`;
  const target = await resolveTarget(context, downloadPath, name);
  const downloadStart = clock.now();
  const { bytes, isVerified, matches, path, sha256 } = await downloadFile({
    ...transfer,
    signal,
    source,
    target,
    expectedSha256: expectedSha256 || undefined,
    onMismatch: inputs.digestMismatch,
    onProgress: createProgressLines(context, message('files.save-event')),
  });
  setOutput(report, 'download-path', path);
  setOutput(report, 'download-sha256', sha256);
  const duration = durationText(clock.now() - downloadStart);
  const amount = message('files.save-duration', { size: formatBytes(bytes), duration });
  const compared = message(isVerified ? 'files.verified' : 'files.not-verified');
  const verified = matches === false ? message('files.save-mismatch') : compared;
  log.stage(message('files.save-stage'), joinTexts('dot', path, amount, verified));
  if (matches === false) {
    log.warning(
      message('files.save-mismatch-title'),
      message('files.save-mismatch-warning', { path, actual: sha256, expected: expectedSha256 }),
    );
  }
  if (inputs.artifactName !== undefined) await keepAsArtifact(context, path, inputs);
}

/** Rejects if `download-path` cannot be written, before any API call is made. */
export async function assertDownloadPath(
  { downloadPath }: Pick<DownloadInputs, 'downloadPath'>,
  context: Pick<OperationContext, 'folders'>,
): Promise<void> {
  // The file's name in a folder is not known yet, so a placeholder is checked.
  if (downloadPath !== undefined) await resolveTarget(context, downloadPath, 'download');
}

function resolveTarget(
  { folders: { workspace, temp } }: Pick<OperationContext, 'folders'>,
  downloadPath: string,
  name: string,
) {
  return resolveTargetPath({ downloadPath, name, roots: [workspace, temp] });
}

/** Keeps a file as a workflow artifact. If there is no artifact service, only the file is kept. */
async function keepAsArtifact(
  context: OperationContext,
  path: string,
  { artifactName = '', artifactOverwrite, artifactRetentionDays }: DownloadInputs,
): Promise<void> {
  const { log, report, uploadArtifact } = context;
  try {
    const id = await uploadArtifact(artifactName, path, artifactRetentionDays, artifactOverwrite);
    setOutput(report, 'artifact-id', id);
    const text = message('words.remark', { text: artifactName, remark: id });
    log.stage(message('files.save-artifact-stage'), text);
  } catch (error) {
    if (error instanceof ArtifactError) throw createArtifactError(path, error);
    if (!(error instanceof NoArtifactServiceError)) throw error;
    log.warning(
      message('files.save-no-artifact'),
      message('files.save-no-artifact-warning', { path, reason: error.text }),
    );
  }
}

function createArtifactError(path: string, { fix, text }: ArtifactError): OperationError {
  return new OperationError(message('files.save-artifact-failed'), {
    code: 'artifact-failed',
    details: [
      { label: message('words.why'), text },
      { label: message('files.save-label-file'), text: path },
    ],
    next: [{ sentence: fix }],
  });
}

/** The inputs of every operation that can download. */
export const DOWNLOAD = [
  'download-path',
  'digest-mismatch',
  'artifact-name',
  'artifact-retention-days',
  'artifact-overwrite',
  'cos-endpoint',
  'mask-download-url',
] as const;

/** The outputs of every operation that gives a pre-signed URL. */
export const URL_OUTPUTS = [
  'download-url',
  'download-url-expires-at',
] as const satisfies readonly OutputName[];

/** The outputs of every operation that can download. */
export const FILE_OUTPUTS = [
  'download-path',
  'download-sha256',
  'artifact-id',
] as const satisfies readonly OutputName[];

export type DownloadInputs = Inputs<
  never,
  | 'download-path'
  | 'digest-mismatch'
  | 'artifact-name'
  | 'artifact-retention-days'
  | 'artifact-overwrite'
>;

/** Returns true if the file itself is wanted, not only its URL. */
export function wantsFile({ downloadPath, artifactName }: Partial<DownloadInputs>): boolean {
  return downloadPath !== undefined || artifactName !== undefined;
}

/** Checks that a step that downloads also waits: only a finished file can be downloaded. */
export function checkWait(inputs: Partial<DownloadInputs & Inputs<never, 'wait'>>): InputIssue[] {
  if (inputs.wait !== false || !wantsFile(inputs)) return [];
  return [
    {
      input: 'wait',
      problem: message('files.save-input-no-wait'),
      fix: message('files.save-input-no-wait-fix'),
    },
  ];
}

/**
 * Sets the output `download-url` to the pre-signed URL, and returns the URL with https. If the URL
 * is masked, only the steps of this job can use it. Throws a TransferError if the URL must not be
 * fetched.
 */
export function publishDownloadUrl(
  { mask, report }: Pick<OperationContext, 'mask' | 'report'>,
  given: string,
  isMasked: boolean,
): string {
  if (isMasked) mask(given);
  const url = parseDownloadUrl(given).href;
  // A tool may print the query without its host, or the signature decoded.
  if (isMasked) for (const secret of [url, ...listUrlSignatures(url)]) mask(secret);
  setOutput(report, 'download-url', url);
  const expiry = readUrlExpiry(url);
  // The expiry time of an earlier URL does not apply to this one.
  const expiresAt = expiry === undefined ? '' : formatTime(expiry);
  replaceOutput(report, 'download-url-expires-at', expiresAt);
  return url;
}

/**
 * Creates a source that reads from a pre-signed URL. Unknown (tem-package-url-life): how long one
 * is valid; if it is refused, `askAgain` returns a new one, and the download continues there.
 */
export function createPresignedSource(
  { transfer }: OperationContext,
  url: string,
  askAgain: () => Promise<string>,
): Source {
  const replace = async () => createUrlSource(await askAgain(), transfer);
  return createReplaceableSource(createUrlSource(url, transfer), (error) =>
    getHttpStatus(error) === 403 ? replace : undefined,
  );
}
