import type { ObjectName } from '../tencent/cos/cos-address.ts';
import type { StoredObject } from '../tencent/cos/cos-client.ts';
import { createCosClient } from '../tencent/cos/cos-client.ts';
import { getHttpStatus } from '../tencent/cos/cos-errors.ts';
import type { CosOptions } from '../tencent/cos/cos-request.ts';

/** What a look at an object showed: the object, if it is ours, or that the keys may not look. */
export type FoundObject = StoredObject | 'not-allowed' | undefined;

/**
 * Looks whether an object is there with this length in bytes and this CRC-64: what was sent may have
 * arrived though no answer came. `undefined` where it is not there, or where nobody knows.
 * Unknown: whether the temporary keys of TEM and CAR may look; others are not asked for because of it.
 */
export async function findStoredObject(
  cos: CosOptions,
  object: ObjectName,
  ours: { readonly bytes: number; readonly crc64: string },
): Promise<FoundObject> {
  const credentials: CosOptions['credentials'] = (rejected) =>
    rejected ? Promise.resolve(rejected) : cos.credentials();
  try {
    const head = await createCosClient({ ...cos, credentials }).headObject(object);
    return head.bytes === ours.bytes && head.crc64 === ours.crc64 ? head : undefined;
  } catch (error) {
    cos.signal.throwIfAborted();
    return getHttpStatus(error) === 403 ? 'not-allowed' : undefined;
  }
}
