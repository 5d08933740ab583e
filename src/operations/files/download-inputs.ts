import type { InputIssue } from '../../github/inputs/input-errors.ts';

/** The inputs of every operation that can download; what each means stands in action/inputs.ts. */
export const DOWNLOAD = [
  'download-path',
  'digest-mismatch',
  'artifact-name',
  'artifact-retention-days',
  'cos-endpoint',
  'mask-download-url',
] as const;

export interface DownloadInputs {
  readonly downloadPath?: string | undefined;
  readonly digestMismatch: 'error' | 'warn';
  readonly artifactName?: string | undefined;
  readonly artifactRetentionDays?: number | undefined;
}

/** True where the file itself is wanted, not only its address. */
export function wantsFile({ downloadPath, artifactName }: Partial<DownloadInputs>): boolean {
  return downloadPath !== undefined || artifactName !== undefined;
}

/** A download needs its source to be finished. */
export function checkWait(
  inputs: Partial<DownloadInputs> & { readonly wait?: boolean },
): InputIssue[] {
  if (inputs.wait !== false || !wantsFile(inputs)) return [];
  return [
    {
      input: 'wait',
      problem: 'is "false", and a download has to wait',
      fix: 'remove   wait: false   (or download-path and artifact-name)',
    },
  ];
}
