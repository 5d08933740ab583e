import type { ObjectName } from '../tencent/cos/cos-address.ts';
import { createCosClient } from '../tencent/cos/cos-client.ts';
import { getHttpStatus } from '../tencent/cos/cos-errors.ts';
import type { CosOptions } from '../tencent/cos/cos-request.ts';
import { withoutRetries } from '../tencent/cos/cos-request.ts';
import { formatCrc64 } from '../tencent/cos/crc64.ts';
import { message } from '../text/message.ts';
import type { Multipart } from './multipart-upload.ts';
import { uploadParts } from './multipart-upload.ts';
import { sendUntilStored, TooMuchForLineError } from './send-until-stored.ts';
import type { StableFile } from './stable-file.ts';
import { openStableFile } from './stable-file.ts';
import { sendIntact } from './send-intact.ts';
import { createLook, findStoredObject } from './stored-object.ts';
import type { OnProgress } from './transfer-context.ts';
import { createProgress } from './transfer-context.ts';

/** Sizes in bytes. COS accepts parts of 1 MiB to 5 GiB; the last one may be smaller. */
export interface UploadSizes {
  /** Files up to this size are sent in one PUT. */
  readonly singlePut: number;
  readonly part: number;
  /** Size of parts on a connection that has proved reliable. */
  readonly largePart: number;
  /** The largest file for a single PUT if multipart uploads are denied. */
  readonly maxPut: number;
  /** Number of parts that are sent at the same time. */
  readonly concurrency: number;
}

const MIB = 1024 * 1024;

export const UPLOAD_SIZES: UploadSizes = {
  singlePut: 2 * MIB,
  // Small, because a part must be sent again if its connection breaks.
  part: MIB,
  largePart: 4 * MIB,
  maxPut: 5 * 1024 * MIB,
  concurrency: 4,
};

export interface UploadOptions {
  readonly cos: CosOptions;
  readonly object: ObjectName;
  /** The file to upload. */
  readonly path: string;
  readonly sizes?: UploadSizes;
  readonly onProgress?: OnProgress;
  /** Called if an unfinished multipart upload could not be aborted. */
  readonly onAbortFailed?: (error: unknown) => void;
}

export interface Uploaded {
  readonly bytes: number;
  /** CRC-64 of the whole file, as an unsigned decimal number. */
  readonly crc64: string;
  /** Whether COS returned a checksum to compare. */
  readonly isVerified: boolean;
  readonly etag: string;
  readonly requestId: string;
}

/**
 * Uploads a file as a stream. What COS stored is compared with what was sent: by the CRC-64
 * that COS returns or, without one, by the ETag if that is an MD5. Rejects with an ApiError, an
 * IntegrityError, a FileChangedError, the system's error if the file cannot be read, or the
 * signal's reason.
 */
export async function uploadFile(options: UploadOptions): Promise<Uploaded> {
  const file = await openStableFile(options.path);
  try {
    return { ...(await sendFile(options, file)), bytes: file.bytes };
  } catch (error) {
    options.cos.signal.throwIfAborted();
    await file.assertUnchanged();
    throw error;
  } finally {
    await file.close();
  }
}

function sendFile({ sizes = UPLOAD_SIZES, ...options }: UploadOptions, file: StableFile) {
  const { cos, object, onAbortFailed, onProgress = () => undefined } = options;
  const upload = { cos, object, file, onAbortFailed, onProgress };
  const { concurrency, largePart: largePartBytes, part: partBytes } = sizes;
  const sendParts = () =>
    uploadParts({ ...upload, partBytes, largePartBytes, concurrency }).catch((error: unknown) => {
      // Unknown (cos-keys-multipart): whether the temporary keys of TEM and CAR allow uploads in
      // several parts.
      const isRefused = getHttpStatus(error) === 403;
      if (!isRefused || file.bytes > sizes.maxPut) throw error;
      return putWhole(upload, false);
    });
  if (file.bytes > sizes.singlePut) return sendParts();
  return putWhole(upload, file.bytes > partBytes).catch((error: unknown) => {
    if (error instanceof TooMuchForLineError) return sendParts();
    throw error;
  });
}

type WholeUpload = Pick<Multipart, 'cos' | 'object' | 'file' | 'onProgress'>;

async function putWhole({ cos, object, file, onProgress }: WholeUpload, isDivisible: boolean) {
  const part = createProgress(file.bytes, onProgress).startPart();
  const slice = file.reader()({ start: 0, length: file.bytes }, part);
  const once = withoutRetries(cos);
  const look = createLook();
  const find = async () => {
    const crc64 = formatCrc64(await slice.computeCrc64());
    return findStoredObject(once, object, { bytes: file.bytes, crc64 });
  };
  const sending = {
    ...{ cos, isDivisible },
    send: () => createCosClient(once).putObject(object, slice.body),
    look: () => look(find),
  };
  const sent = await sendIntact(message('files.object'), slice, () => sendUntilStored(sending));
  await file.assertUnchanged();
  const { crc64, etag, isCompared: isVerified, requestId } = sent;
  return { etag, requestId, crc64: formatCrc64(crc64), isVerified };
}
