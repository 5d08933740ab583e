import { AmbiguousResponseError, systemCode } from '../tencent/api-errors.ts';
import type { ObjectName } from '../tencent/cos/cos-address.ts';
import type { CosClient, Part } from '../tencent/cos/cos-client.ts';
import { createCosClient } from '../tencent/cos/cos-client.ts';
import { getHttpStatus, isTooSlow } from '../tencent/cos/cos-errors.ts';
import type { CosOptions } from '../tencent/cos/cos-request.ts';
import { withoutRetries } from '../tencent/cos/cos-request.ts';
import type { Crc64 } from '../tencent/cos/crc64.ts';
import { formatCrc64 } from '../tencent/cos/crc64.ts';
import { retry } from '../tencent/retry.ts';
import type { Lanes } from './lanes.ts';
import type { Range, Slice, StableFile } from './stable-file.ts';
import type { ProgressCounter } from './transfer-context.ts';
import { assertSameCrc64 } from './transfer-errors.ts';
import { TextError } from '../text/text-error.ts';

export interface PartsToSend {
  readonly cos: CosOptions;
  readonly object: ObjectName;
  readonly uploadId: string;
  readonly file: StableFile;
  readonly ranges: readonly Range[];
  readonly lanes: Lanes;
  readonly progress: ProgressCounter;
  /** False where there are no smaller parts: then each is tried for as long as any part is. */
  readonly mayBeSmaller: boolean;
}

export interface SentPart extends Part {
  readonly crc64: Crc64;
  readonly length: number;
  /** Whether COS answered the part's checksum. */
  readonly isCompared: boolean;
}

/** Parts of this size do not get through. */
export class PartsTooLargeError extends TextError {
  override readonly name = 'PartsTooLargeError';
  readonly code = 'parts-too-large';
}

/**
 * Sends the parts, each tried again on its own, as many at once as there are lanes: half as many
 * after a part that was too much for the line. Rejects with a PartsTooLargeError where smaller ones
 * may get through, otherwise with what one of them failed with; all of them have ended then.
 */
export async function sendParts(parts: PartsToSend): Promise<SentPart[]> {
  const givenUp = new AbortController();
  const signal = AbortSignal.any([parts.cos.signal, givenUp.signal]);
  const sender = createPartSender(parts, { ...parts.cos, signal });
  const queue = parts.ranges.entries();
  const sent: SentPart[] = [];
  const sendFromQueue = async () => {
    const read = parts.file.reader();
    for (const [index, range] of queue) {
      const slice = await read(range, parts.progress.startPart());
      sent[index] = await sender(index + 1, slice);
    }
  };
  const failures: unknown[] = [];
  const giveUp = (error: unknown) => {
    failures.push(error);
    givenUp.abort();
  };
  const workers = Array.from({ length: parts.lanes.count() }, () => sendFromQueue().catch(giveUp));
  // A part that ends after the others would outlive the upload.
  await Promise.all(workers);
  if (failures.length > 0) throw failures[0];
  return sent;
}

/** As often as a part of its size fails, while no other gets through, before smaller ones are tried. */
const FAILURES_OF_A_SIZE = 2;

function createPartSender(parts: PartsToSend, cos: CosOptions) {
  const client = createCosClient(withoutRetries(cos));
  let arrived = 0;
  return async (partNumber: number, slice: Slice): Promise<SentPart> => {
    let seen = arrived;
    let failures = 0;
    const attempt = () =>
      parts.lanes.run(async () => {
        const lanes = parts.lanes.count();
        try {
          return await sendPart(parts, client, partNumber, slice);
        } catch (error) {
          cos.signal.throwIfAborted();
          // Of parts that were too slow together, one has halved them already.
          if (isSlow(error) && lanes === parts.lanes.count()) parts.lanes.halve();
          if (isSlow(error) || isCut(error)) failures += 1;
          const isHopeless =
            isTooLong(error) || (failures >= FAILURES_OF_A_SIZE && arrived === seen);
          if (!parts.mayBeSmaller || !isHopeless) throw error;
          throw new PartsTooLargeError('the parts are too large for the line', { cause: error });
        }
      });
    const othersArrived = () => {
      const isMore = arrived > seen;
      seen = arrived;
      if (isMore) failures = 0;
      return isMore;
    };
    const sent = await retry(cos, 'read', attempt, othersArrived);
    arrived += 1;
    return sent;
  };
}

async function sendPart(
  { object, uploadId }: PartsToSend,
  client: CosClient,
  partNumber: number,
  { body, crc64 }: Slice,
): Promise<SentPart> {
  const stored = await client.uploadPart(object, { uploadId, partNumber }, body);
  assertSameCrc64(`Part ${partNumber}`, formatCrc64(crc64), stored.crc64);
  const isCompared = stored.crc64 !== '';
  return { partNumber, etag: stored.etag, crc64, length: body.length, isCompared };
}

/** True for failures that fewer parts at once may not have. */
function isSlow(error: unknown): boolean {
  const status = getHttpStatus(error);
  return isTooSlow(error) || status === 408 || status === 504 || TIMEOUT.test(systemCode(error));
}

const TIMEOUT = /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/;

/** True for failures that smaller parts may not have. */
function isCut(error: unknown): boolean {
  return error instanceof AmbiguousResponseError && error.status === undefined;
}

/** True where something on the way takes no body of this length. */
export function isTooLong(error: unknown): boolean {
  return getHttpStatus(error) === 413;
}
