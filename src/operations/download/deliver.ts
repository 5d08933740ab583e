import { downloadFile } from '../../transfer/download.ts';
import type { Source } from '../../transfer/source.ts';
import { targetPath } from '../../transfer/target-path.ts';
import type { Step } from '../operation.ts';
import { note } from '../report.ts';
import { bytes, duration, join } from '../words.ts';
import { keepAsArtifact } from './artifact.ts';
import type { DownloadInputs } from './inputs.ts';
import { progressLines } from './progress-lines.ts';

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
