import { setOutput } from '../../report/run-record.ts';
import { getHttpStatus } from '../../tencent/cos/cos-errors.ts';
import type { Source } from '../../transfer/download-source.ts';
import { createReplaceableSource } from '../../transfer/download-source.ts';
import { parseDownloadUrl } from '../../transfer/download-url.ts';
import { createUrlSource } from '../../transfer/url-source.ts';
import type { OperationContext } from '../operation.ts';

/**
 * Sets the output download-url to the pre-signed URL that the cloud gave, and returns it over
 * https. A masked one can be used by the steps of this job alone. Throws a TransferError for an
 * address that must not be fetched.
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

/**
 * Reads from a pre-signed URL. Unknown: how long one is valid; where it is refused, `askAgain`
 * gives another one, and the download goes on there.
 */
export function createPresignedSource(
  { transfer }: OperationContext,
  url: string,
  askAgain: () => Promise<string>,
): Source {
  return createReplaceableSource(createUrlSource(url, transfer), async (error) =>
    getHttpStatus(error) === 403 ? createUrlSource(await askAgain(), transfer) : undefined,
  );
}
