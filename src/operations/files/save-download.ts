import { downloadFile } from '../../transfer/download-file.ts';
import type { Source } from '../../transfer/download-source.ts';
import { targetPath } from '../../transfer/target-path.ts';
import type { Step } from '../operation.ts';
import { note } from '../../report/run-record.ts';
import { bytes, duration, join } from '../../text/format.ts';
import type { DownloadInputs } from './download-inputs.ts';
import { progressLines } from './progress-lines.ts';
import { NoArtifactServiceError } from '../../github/artifact.ts';
import { abortable } from '../../tencent/abortable.ts';
import { messageOf } from '../../report/error-outcome.ts';
import { Refusal } from '../../report/outcome.ts';
import { statusOf } from '../../tencent/cos/cos-response.ts';
import { downloadUrl, replaceableSource, urlSource } from '../../transfer/download-source.ts';

/** What is to be downloaded. */
export interface Delivery {
  readonly source: Source;
  /** Its last segment names the file where download-path is a folder. */
  readonly name: string;
  /** SHA-256 in hex or base64; '' where the cloud gives none. */
  readonly expectedSha256: string;
}

/** Downloads, verifies, and keeps the file as an artifact where that is asked for. */
export async function deliver(step: Step, what: Delivery, inputs: DownloadInputs): Promise<void> {
  const target = await targetOf(step, what, inputs);
  const begun = step.clock.now();
  const {
    bytes: size,
    matches,
    path,
    sha256,
  } = await downloadFile({
    ...step.wire,
    source: what.source,
    target,
    expectedSha256: what.expectedSha256 || undefined,
    onMismatch: inputs.digestMismatch,
    onProgress: progressLines(step, 'download'),
  });
  note(step.report, 'download-path', path);
  note(step.report, 'download-sha256', sha256);
  const took = duration(step.clock.now() - begun);
  const verified = matches === undefined ? '' : matches ? 'verified' : 'DIGEST MISMATCH';
  step.log.stage('Download', join(path, `${bytes(size)} in ${took}`, verified));
  if (matches === false) {
    step.log.warning(
      'Digest mismatch',
      `${path} has the SHA-256 ${sha256}, not ${what.expectedSha256} (digest-mismatch: warn).`,
    );
  }
  if (inputs.artifactName !== undefined) await keepAsArtifact(step, path, inputs);
}

/** Refuses a `download-path` that cannot be written, before anything is asked of the cloud. */
export async function guardTarget(
  { folders: { workspace, temp } }: Pick<Step, 'folders'>,
  { downloadPath }: { readonly downloadPath?: string | undefined },
): Promise<void> {
  // The name that the file will have in a folder is not known yet.
  const name = 'download';
  if (downloadPath !== undefined)
    await targetPath({ downloadPath, name, roots: [workspace, temp] });
}

/** With `artifact-name` alone the file goes to the runner's temporary folder. */
async function targetOf(step: Step, { name }: Delivery, { downloadPath }: DownloadInputs) {
  const { workspace, temp } = step.folders;
  const wanted = downloadPath ?? `${temp}/`;
  return targetPath({ downloadPath: wanted, name, roots: [workspace, temp] });
}

/** Keeps a file as a workflow artifact; where there is no artifact service, the file has to do. */
export async function keepAsArtifact(
  step: Step,
  path: string,
  { artifactName = '', artifactRetentionDays }: DownloadInputs,
): Promise<void> {
  const { signal } = step.wire;
  try {
    const uploaded = step.uploadArtifact(artifactName, path, artifactRetentionDays);
    const id = await abortable(uploaded, signal);
    note(step.report, 'artifact-id', String(id));
    step.log.stage('Artifact', `${artifactName} (${id})`);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof NoArtifactServiceError)) throw refusal(path, error);
    step.log.warning('No artifact', `The file stays at ${path}. ${error.message}`);
  }
}

function refusal(path: string, error: unknown): Refusal {
  return new Refusal('the artifact was not kept', {
    details: [`Why:  ${messageOf(error)}`, `File: ${path}`],
    next: [{ sentence: 'Check artifact-name: each may be used once in a run.' }],
  });
}

/**
 * What a pre-signed address leads to. Unknown: how long one is valid; so where it is refused,
 * `askAgain` gives another one, and the download goes on there.
 */
export function presignedSource(
  { wire }: Step,
  address: string,
  askAgain: () => Promise<string>,
): Source {
  return replaceableSource(urlSource(address, wire), async (error) =>
    statusOf(error) === 403 ? urlSource(await askAgain(), wire) : undefined,
  );
}

/**
 * Notes the pre-signed URL that the cloud gave, over https, and gives it; a masked one is for the
 * steps of this job alone. Throws a TransferError where it is none that may be fetched.
 */
export function noteUrl({ mask, report }: Step, given: string, isMasked: boolean): string {
  if (isMasked) mask(given);
  const url = downloadUrl(given).href;
  if (isMasked) mask(url);
  note(report, 'download-url', url);
  return url;
}
