import type { ObjectName } from '../tencent/cos/cos-address.ts';
import type { PartName, StoredObject } from '../tencent/cos/cos-client.ts';
import { createCosClient } from '../tencent/cos/cos-client.ts';
import { getHttpStatus } from '../tencent/cos/cos-errors.ts';
import type { CosOptions } from '../tencent/cos/cos-request.ts';
import { isMd5 } from './send-intact.ts';
import type { Slice } from './stable-file.ts';

/** The result of a check: the stored data, or that the keys are not allowed to check. */
export type Found = StoredObject | 'not-allowed' | undefined;

/** The length of an object in bytes, and its CRC-64 as COS formats it. */
interface ObjectProof {
  readonly bytes: number;
  readonly crc64: string;
}

/**
 * Checks whether COS has an object with this length and CRC-64, because an upload may
 * have succeeded although its response was lost. `undefined` if not, or if it could not be
 * determined.
 */
export function findStoredObject(
  cos: CosOptions,
  object: ObjectName,
  ours: ObjectProof,
): Promise<Found> {
  return look(cos, async (options) => {
    const head = await createCosClient(options).headObject(object);
    return head.bytes === ours.bytes && head.crc64 === ours.crc64 ? head : undefined;
  });
}

/** Checks the same for a part, by its length and an ETag that is its MD5. */
export function findStoredPart(
  cos: CosOptions,
  object: ObjectName,
  part: PartName,
  { body, computeMd5 }: Slice,
): Promise<Found> {
  return look(cos, async (options) => {
    const found = await createCosClient(options).findPart(object, part);
    if (found?.bytes !== body.length || !isMd5(found.etag, await computeMd5())) return undefined;
    return { etag: found.etag, crc64: '', requestId: '' };
  });
}

/**
 * Unknown (cos-keys-read): whether the temporary keys of TEM and CAR may read. If not, no other
 * keys are requested for it.
 */
async function look(
  cos: CosOptions,
  find: (options: CosOptions) => Promise<Found>,
): Promise<Found> {
  const credentials: CosOptions['credentials'] = (rejected) =>
    rejected ? Promise.resolve(rejected) : cos.credentials();
  try {
    return await find({ ...cos, credentials });
  } catch (error) {
    cos.signal.throwIfAborted();
    return getHttpStatus(error) === 403 ? 'not-allowed' : undefined;
  }
}

/** Returns a function that checks, and stops checking once the keys are not allowed to. */
export function createLook(): (find: () => Promise<Found>) => Promise<StoredObject | undefined> {
  let isAllowed = true;
  return async (find) => {
    const found = isAllowed ? await find() : undefined;
    if (found !== 'not-allowed') return found;
    isAllowed = false;
    return undefined;
  };
}
