import { NoArtifactServiceError } from '../../action/artifact.ts';
import { abortable } from '../../tencent/abortable.ts';
import { messageOf } from '../failure.ts';
import type { Step } from '../operation.ts';
import { Refusal } from '../outcome.ts';
import { note } from '../report.ts';
import type { DownloadInputs } from './inputs.ts';

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
