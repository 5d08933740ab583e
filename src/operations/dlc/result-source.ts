import { OperationError } from '../../report/outcome.ts';
import { CosError } from '../../tencent/cos/cos-errors.ts';
import { cachedProvider } from '../../tencent/credentials/credential-provider.ts';
import type { Dlc, ResultDownload } from '../../tencent/services/dlc-api.ts';
import { message } from '../../text/message.ts';
import type { Source } from '../../transfer/download-source.ts';
import { createCosSource, createReplaceableSource } from '../../transfer/download-source.ts';
import { createTemporaryKeyProvider } from '../files/temporary-keys.ts';
import type { OperationContext } from '../operation.ts';

export interface ObjectPath {
  readonly bucket: string;
  readonly key: string;
}

/** Parses `cosn://BUCKET/KEY`. Throws an OperationError for any other kind of path. */
export function parseObjectPath(path: string): ObjectPath {
  const [, bucket, key] = /^cosn:\/\/([^/]+)\/(.+)$/i.exec(path) ?? [];
  if (bucket && key) return { bucket, key };
  const scheme = /^[a-z][a-z0-9+.-]*(?=:\/\/)/i.exec(path)?.[0];
  const headline = scheme
    ? message('data.path-unsupported', { scheme })
    : message('data.path-without-scheme');
  throw new OperationError(headline, {
    code: 'result-path-unsupported',
    details: [{ text: message('data.only-cos') }],
    next: [{ sentence: message('data.set-cos-bucket') }],
  });
}

/** A result that DLC has stored in a bucket. */
export interface StoredResult {
  readonly downloadId: string;
  /** The response that reported success, with its temporary keys. */
  readonly result: ResultDownload;
  readonly object: ObjectPath;
  readonly cosEndpoint: string;
}

/**
 * Creates a source that reads the result's object with the temporary keys of the response, and that
 * requests new keys when COS refuses them. Unknown (dlc-bucket-region): the bucket's region; the
 * API's region is tried first, and COS names the right one if it differs. Unknown (dlc-keys):
 * whether the keys sign reads of COS as all other temporary keys do.
 */
export function createResultSource(
  context: OperationContext,
  dlc: Dlc,
  { downloadId, result, object, cosEndpoint: endpoint }: StoredResult,
): Source {
  if (!result.secretId || !result.secretKey) throw keysMissing(downloadId);
  const { region, transfer } = context;
  const askAgain = async () => (await dlc.describeResultDownload(downloadId)).value;
  const getKeys = createTemporaryKeyProvider(context, result, askAgain);
  const cos = { ...transfer, endpoint, credentials: cachedProvider(getKeys, transfer.time) };
  const createRegionSource = (name: string) => createCosSource(cos, { ...object, region: name });
  return createReplaceableSource(createRegionSource(region), (error) => {
    const bucketRegion = error instanceof CosError ? error.bucketRegion : '';
    const isOther = bucketRegion !== '' && bucketRegion !== region;
    return isOther ? () => Promise.resolve(createRegionSource(bucketRegion)) : undefined;
  });
}

function keysMissing(downloadId: string): OperationError {
  return new OperationError(message('data.result-without-keys', { download: downloadId }), {
    code: 'result-keys-missing',
    next: [{ sentence: message('data.use-own-keys') }],
  });
}
