import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { InputIssue } from '../../github/inputs/input-errors.ts';

/** The inputs of every operation that can download. */
export const DOWNLOAD = [
  'download-path',
  'digest-mismatch',
  'artifact-name',
  'artifact-retention-days',
  'cos-endpoint',
  'mask-download-url',
] as const;

export type DownloadInputs = Inputs<
  never,
  'download-path' | 'digest-mismatch' | 'artifact-name' | 'artifact-retention-days'
>;

/** True where the file itself is wanted, not only its address. */
export function wantsFile({ downloadPath, artifactName }: Partial<DownloadInputs>): boolean {
  return downloadPath !== undefined || artifactName !== undefined;
}

/** Checks that a step which downloads also waits: what it downloads has to be finished. */
export function checkWait(inputs: Partial<DownloadInputs & Inputs<never, 'wait'>>): InputIssue[] {
  if (inputs.wait !== false || !wantsFile(inputs)) return [];
  return [
    {
      input: 'wait',
      problem: 'is "false", and a download has to wait',
      fix: 'remove   wait: false   (or download-path and artifact-name)',
    },
  ];
}
