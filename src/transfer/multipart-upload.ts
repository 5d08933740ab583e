import type { ApiError } from '../tencent/api-errors.ts';
import { hasCode } from '../tencent/api-errors.ts';
import type { ObjectName } from '../tencent/cos/cos-address.ts';
import type { StoredObject } from '../tencent/cos/cos-client.ts';
import { createCosClient } from '../tencent/cos/cos-client.ts';
import type { CosOptions } from '../tencent/cos/cos-request.ts';
import { combineCrc64, EMPTY_CRC64, formatCrc64 } from '../tencent/cos/crc64.ts';
import { message } from '../text/message.ts';
import { createLanes } from './lanes.ts';
import { createLine } from './line.ts';
import { planParts } from './part-plan.ts';
import { sendParts } from './send-parts.ts';
import type { SentPart } from './send-parts.ts';
import type { StableFile } from './stable-file.ts';
import { findStoredObject } from './stored-object.ts';
import type { OnProgress } from './transfer-context.ts';
import { createProgress } from './transfer-context.ts';
import { assertSameCrc64 } from './transfer-errors.ts';

export interface Multipart {
  readonly cos: CosOptions;
  readonly object: ObjectName;
  readonly file: StableFile;
  readonly onProgress: OnProgress;
  /** Size of the first parts, and of all parts on a connection that breaks. */
  readonly partBytes: number;
  /** Size of parts on a connection that has proved reliable. */
  readonly largePartBytes: number;
  /** Number of parts that are sent at the same time. */
  readonly concurrency: number;
  /**
   * Called if the unfinished upload could not be aborted. Its parts stay in the bucket and cost
   * money.
   */
  readonly onAbortFailed?: ((error: unknown) => void) | undefined;
}

/** Uploads a file in parts, and aborts the upload if it cannot be completed. */
export async function uploadParts(upload: Multipart) {
  const { cos, file, largePartBytes, object, onProgress, partBytes } = upload;
  const uploadId = await createCosClient(cos).initiateMultipartUpload(object);
  const learned = {
    line: createLine(partBytes, largePartBytes),
    lanes: createLanes(upload.concurrency),
  };
  const plan = planParts(file.bytes, partBytes);
  const progress = createProgress(file.bytes, onProgress);
  try {
    const parts = await sendParts({ cos, object, file, uploadId, plan, progress, ...learned });
    await file.assertUnchanged();
    return await complete(upload, uploadId, parts);
  } catch (error) {
    await abortUpload(upload, uploadId);
    throw error;
  }
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
  assertSameCrc64(message('files.object'), crc64, stored.crc64);
  const isVerified = stored.crc64 !== '' || parts.every(({ isCompared }) => isCompared);
  return { ...stored, crc64, isVerified };
}

/**
 * Checks whether an earlier attempt completed the upload although its response was lost. Then the
 * upload is gone and the object exists. If the keys may not read the object, the missing upload is
 * proof enough: nothing else knows its ID, and each part was verified on arrival.
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

/** Shorter than the 7.5 s between the runner's SIGINT and SIGTERM. */
const ABORT_TIMEOUT_MS = 4_000;

/**
 * Aborts the upload with one attempt and a separate signal, because the run's signal may already be
 * aborted.
 */
async function abortUpload({ cos, object, onAbortFailed }: Multipart, uploadId: string) {
  const signal = cos.clock.timeout(ABORT_TIMEOUT_MS);
  const client = createCosClient({ ...cos, signal, deadline: cos.clock.now() });
  try {
    await client.abortMultipartUpload(object, uploadId);
  } catch (error) {
    if (!hasCode(error, 'NoSuchUpload')) onAbortFailed?.(error);
  }
}
