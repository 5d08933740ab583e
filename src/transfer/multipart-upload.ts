import type { ApiError } from '../tencent/api-errors.ts';
import { hasCode } from '../tencent/api-errors.ts';
import type { ObjectName } from '../tencent/cos/cos-address.ts';
import type { StoredObject } from '../tencent/cos/cos-client.ts';
import { createCosClient } from '../tencent/cos/cos-client.ts';
import type { CosOptions } from '../tencent/cos/cos-request.ts';
import { combineCrc64, EMPTY_CRC64, formatCrc64 } from '../tencent/cos/crc64.ts';
import { createLanes } from './lanes.ts';
import type { Lanes } from './lanes.ts';
import { PartsTooLargeError, sendParts } from './send-parts.ts';
import type { SentPart } from './send-parts.ts';
import type { Range, StableFile } from './stable-file.ts';
import { findStoredObject } from './stored-object.ts';
import type { OnProgress } from './transfer-context.ts';
import { createProgress } from './transfer-context.ts';
import { assertSameCrc64 } from './transfer-errors.ts';

export interface Multipart {
  readonly cos: CosOptions;
  readonly object: ObjectName;
  readonly file: StableFile;
  readonly onProgress: OnProgress;
  readonly partBytes: number;
  /** What parts are made smaller to at most. */
  readonly minPartBytes: number;
  /** Parts that are sent at the same time. */
  readonly concurrency: number;
  /** The unfinished upload could not be aborted: its parts stay in the bucket and cost money. */
  readonly onAbortFailed?: ((error: unknown) => void) | undefined;
}

/** COS takes no more parts than this in one upload. */
const MAX_PARTS = 10_000;

/** How many smaller parts are made of one that does not get through. */
const SMALLER_BY = 4;

/**
 * Uploads in parts. Where parts do not get through, another upload begins with smaller ones: the
 * numbers of parts that were sent leave no room in between. Aborts what cannot be finished.
 */
export async function uploadParts(upload: Multipart) {
  const lanes = createLanes(upload.concurrency);
  for (let { partBytes } = upload; ;) {
    try {
      return await uploadInParts({ ...upload, partBytes }, lanes);
    } catch (error) {
      if (!(error instanceof PartsTooLargeError)) throw error;
      partBytes = Math.max(upload.minPartBytes, Math.ceil(partBytes / SMALLER_BY));
    }
  }
}

async function uploadInParts(upload: Multipart, lanes: Lanes) {
  const { cos, file, minPartBytes, object, onProgress, partBytes } = upload;
  const uploadId = await createCosClient(cos).initiateMultipartUpload(object);
  const ranges = partRanges(file.bytes, partBytes);
  const progress = createProgress(file.bytes, onProgress);
  const mayBeSmaller = partBytes > minPartBytes;
  try {
    const parts = await sendParts({ ...upload, uploadId, ranges, lanes, progress, mayBeSmaller });
    await file.assertUnchanged();
    return await complete(upload, uploadId, parts);
  } catch (error) {
    await abortUpload(upload, uploadId);
    throw error;
  }
}

/** The ranges of the parts, larger where there would be too many of them. */
export function partRanges(bytes: number, partBytes: number): Range[] {
  const length = Math.max(partBytes, Math.ceil(bytes / MAX_PARTS));
  return Array.from({ length: Math.ceil(bytes / length) }, (_, index) => ({
    start: index * length,
    length: Math.min(length, bytes - index * length),
  }));
}

async function complete(upload: Multipart, uploadId: string, parts: readonly SentPart[]) {
  const { cos, object } = upload;
  let isRepeated = false;
  const onRetry: CosOptions['onRetry'] = (event) => {
    isRepeated = true;
    cos.onRetry?.(event);
  };
  const client = createCosClient({ ...cos, onRetry });
  const crc64 = formatCrc64(
    parts.reduce((all, part) => combineCrc64(all, part.crc64, part.length), EMPTY_CRC64),
  );
  const stored = await client
    .completeMultipartUpload(object, uploadId, parts)
    .catch((error: unknown) => {
      if (!isRepeated || !hasCode(error, 'NoSuchUpload')) throw error;
      return findCompleted(upload, crc64, error);
    });
  assertSameCrc64('The object', crc64, stored.crc64);
  const isVerified = stored.crc64 !== '' || parts.every(({ isCompared }) => isCompared);
  return { ...stored, crc64, isVerified };
}

/**
 * The response to an earlier try may have been lost: then the upload is gone, and the object there.
 * Where the keys may not look, the end of the upload is the sign: nobody else knows its ID, and each
 * part was verified when it arrived.
 */
async function findCompleted(
  { cos, object, file }: Multipart,
  crc64: string,
  error: ApiError,
): Promise<StoredObject> {
  const found = await findStoredObject(cos, object, { bytes: file.bytes, crc64 });
  if (found === 'not-allowed') return { etag: '', crc64: '', requestId: '' };
  if (!found) throw error;
  return found;
}

/** Shorter than the 7.5 s that the runner gives a cancelled step before it sends SIGTERM. */
const ABORT_TIMEOUT_MS = 4_000;

/** The run's signal may be what ended the upload, so this has its own, and one try. */
async function abortUpload({ cos, object, onAbortFailed }: Multipart, uploadId: string) {
  const signal = cos.clock.timeout(ABORT_TIMEOUT_MS);
  const client = createCosClient({ ...cos, signal, deadline: cos.clock.now() });
  try {
    await client.abortMultipartUpload(object, uploadId);
  } catch (error) {
    if (!hasCode(error, 'NoSuchUpload')) onAbortFailed?.(error);
  }
}
