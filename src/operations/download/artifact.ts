import type { Step } from '../operation.ts';
import { note } from '../report.ts';
import type { DownloadInputs } from './inputs.ts';

/** Keeps a file as a workflow artifact; where there is no artifact service, the file has to do. */
export async function keepAsArtifact(
  step: Step,
  path: string,
  { artifactName = '', artifactRetentionDays }: DownloadInputs,
): Promise<void> {
  try {
    const id = await step.uploadArtifact(artifactName, path, artifactRetentionDays);
    note(step.report, 'artifact-id', String(id));
    step.log.stage('Artifact', `${artifactName} (${id})`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    step.log.warning('No artifact', `The file stays at ${path}. ${why}`);
  }
}
