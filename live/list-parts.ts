import type { ObjectName } from '../src/tencent/cos/cos-address.ts';
import type { CosOptions } from '../src/tencent/cos/cos-request.ts';
import { sendToCos } from '../src/tencent/cos/cos-request.ts';
import { readText } from '../src/tencent/cos/cos-response.ts';

/** Lists the parts of an upload after a marker, and returns COS's answer as it is. */
export function listParts(
  options: CosOptions,
  object: ObjectName,
  { marker, uploadId }: { readonly uploadId: string; readonly marker: number },
): Promise<string> {
  const parameters = { uploadId, 'max-parts': '2', 'part-number-marker': String(marker) };
  const request = { action: 'ListParts', method: 'GET', object, parameters } as const;
  return sendToCos(options, request, readText);
}
