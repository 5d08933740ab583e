import type { Step } from '../operation.ts';
import { note } from '../report.ts';

/** Notes a pre-signed URL; a masked one is for the steps of this job alone. */
export function noteUrl({ mask, report }: Step, url: string, isMasked: boolean): void {
  if (isMasked) mask(url);
  note(report, 'download-url', url);
}
