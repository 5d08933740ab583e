import { downloadUrl } from '../../transfer/safe-url.ts';
import type { Step } from '../operation.ts';
import { note } from '../report.ts';

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
