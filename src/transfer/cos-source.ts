import { createCosClient } from '../tencent/cos/client.ts';
import type { ObjectName } from '../tencent/cos/endpoint.ts';
import type { CosOptions } from '../tencent/cos/send.ts';
import type { Source } from './source.ts';

/** An object in COS, fetched with signed requests. */
export function cosSource(options: CosOptions, object: ObjectName): Source {
  const client = createCosClient(options);
  return {
    name: `cosn://${object.bucket}/${object.key.replace(/^\//, '')}`,
    open: (headers) => client.getObject(object, headers),
  };
}
