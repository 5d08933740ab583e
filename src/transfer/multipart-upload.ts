import type { ApiError } from '../tencent/api-errors.ts';
import { hasCode } from '../tencent/api-errors.ts';
import type { ObjectName } from '../tencent/cos/cos-address.ts';
import type { CosClient, Part, StoredObject } from '../tencent/cos/cos-client.ts';
import { createCosClient } from '../tencent/cos/cos-client.ts';
import { getHttpStatus } from '../tencent/cos/cos-errors.ts';
import type { CosOptions } from '../tencent/cos/cos-request.ts';
import type { Crc64 } from '../tencent/cos/crc64.ts';
import { combineCrc64, EMPTY_CRC64, formatCrc64 } from '../tencent/cos/crc64.ts';
import type { Range, Slice, StableFile } from './stable-file.ts';
import { assertSameCrc64 } from './transfer-errors.ts';
import type { ProgressCounter } from './transfer-context.ts';

export interface Multipart {
  readonly cos: CosOptions;
  readonly object: ObjectName;
  readonly file: StableFile;
  readonly progress: ProgressCounter;
  readonly partBytes: number;
  /** Parts that are sent at the same time. */
  readonly concurrency: number;
  /** The unfinished upload could not be aborted: its parts stay in the bucket and cost money. */
  readonly onAbortFailed?: ((error: unknown) => void) | undefined;
}

interface SentPart extends Part {
  readonly crc64: Crc64;
  readonly length: number;
}

/** COS takes no more parts than this in one upload. */
const MAX_PARTS = 10_000;

/** Sends the parts, each tried again on its own; aborts the upload where it cannot be finished. */
export async function uploadParts(upload: Multipart) {
  const { cos, object } = upload;
  const uploadId = await createCosClient(cos).initiateMultipartUpload(object);
  try {
    const parts = await sendAllParts(upload, uploadId);
    await upload.file.assertUnchanged();
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

async function sendAllParts(upload: Multipart, uploadId: string): Promise<SentPart[]> {
  const givenUp = new AbortController();
  const signal = AbortSignal.any([upload.cos.signal, givenUp.signal]);
  const client = createCosClient({ ...upload.cos, signal });
  const queue = partRanges(upload.file.bytes, upload.partBytes).entries();
  const sent: SentPart[] = [];
  const sendFromQueue = async () => {
    const read = upload.file.reader();
    for (const [index, range] of queue) {
      const slice = await read(range, upload.progress.startPart());
      sent[index] = await sendPart(upload, client, { uploadId, partNumber: index + 1 }, slice);
    }
  };
  const failures: unknown[] = [];
  const giveUp = (error: unknown) => {
    failures.push(error);
    givenUp.abort();
  };
  // All parts have ended before the upload is aborted: a late one would outlive it.
  await Promise.all(
    Array.from({ length: upload.concurrency }, () => sendFromQueue().catch(giveUp)),
  );
  if (failures.length > 0) throw failures[0];
  return sent;
}

async function sendPart(
  { object }: Multipart,
  client: CosClient,
  part: { readonly uploadId: string; readonly partNumber: number },
  { body, crc64 }: Slice,
): Promise<SentPart> {
  const stored = await client.uploadPart(object, part, body);
  assertSameCrc64(`Part ${part.partNumber}`, formatCrc64(crc64), stored.crc64);
  return { partNumber: part.partNumber, etag: stored.etag, crc64, length: body.length };
}

async function complete({ cos, object, file }: Multipart, uploadId: string, parts: SentPart[]) {
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
      return findCompleted(client, object, { bytes: file.bytes, crc64 }, error);
    });
  assertSameCrc64('The object', crc64, stored.crc64);
  return { ...stored, crc64 };
}

/**
 * The response to an earlier try may have been lost: then the upload is gone, and the object there.
 * Unknown: whether the temporary keys of TEM and CAR may look at it. Where they may not, the end of
 * the upload is the sign: nobody else knows its ID, and each part was verified when it arrived.
 */
async function findCompleted(
  client: CosClient,
  object: ObjectName,
  ours: { readonly bytes: number; readonly crc64: string },
  error: ApiError,
): Promise<StoredObject> {
  try {
    const head = await client.headObject(object);
    if (head.bytes === ours.bytes && head.crc64 === ours.crc64) return head;
  } catch (refusal) {
    if (getHttpStatus(refusal) === 403) return { etag: '', crc64: '', requestId: '' };
  }
  throw error;
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
