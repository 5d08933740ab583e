import { basename } from 'node:path';
import type { ObjectName } from '../../tencent/cos/cos-address.ts';
import { getHttpStatus } from '../../tencent/cos/cos-errors.ts';
import type { ExpiringCredentials } from '../../tencent/credentials/credential-provider.ts';
import { cachedProvider } from '../../tencent/credentials/credential-provider.ts';
import { formatBytes } from '../../text/format.ts';
import { durationText, joinTexts, message } from '../../text/message.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import { TransferError } from '../../transfer/transfer-errors.ts';
import type { Uploaded } from '../../transfer/upload-file.ts';
import { uploadFile } from '../../transfer/upload-file.ts';
import type { OperationContext } from '../operation.ts';
import { createProgressLines } from './progress-lines.ts';
import type { TemporaryKeys } from './temporary-keys.ts';
import { createTemporaryKeyProvider, maskKeys } from './temporary-keys.ts';

export interface UploadRequest {
  readonly file: PackageFile;
  /** The value of the input `cos-endpoint`. */
  readonly endpoint: string;
  readonly getTarget: GetUploadTarget;
}

/** Uploads a file and logs it; resolves to the uploaded object. */
export async function uploadWithFallback(
  context: OperationContext,
  request: UploadRequest,
): Promise<ObjectName> {
  const { clock, log } = context;
  const uploadStart = clock.now();
  const { isVerified, object } = await uploadToAnyTarget(context, request);
  const took = Math.max(1, clock.now() - uploadStart);
  const { path, bytes } = request.file;
  const verified = message(isVerified ? 'files.verified' : 'files.not-verified');
  const rate = message('files.upload-rate', {
    duration: durationText(took),
    speed: formatBytes((bytes * 1000) / took),
  });
  const line = joinTexts('dot', basename(path), formatBytes(bytes), rate, verified);
  log.stage(message('files.stage-package'), line);
  return object;
}

/** If the keys expire this often during an upload, it would never end. */
const MAX_UPLOAD_TARGETS = 4;

/**
 * The keys may expire before the upload ends, and new ones may be valid for another path only:
 * TEM's path contains the time. Then the upload starts over at the new path.
 */
async function uploadToAnyTarget(
  context: OperationContext,
  request: UploadRequest,
): Promise<{ readonly object: ObjectName; readonly isVerified: boolean }> {
  const { clock, deadline, log, cancelSignal, startedAt } = context;
  let target = await request.getTarget();
  for (let attempt = 1; ; attempt += 1) {
    const keys = createTargetKeys(context, target, request.getTarget);
    try {
      const { object } = target;
      context.report.isChanged = true;
      const { isVerified } = await uploadToTarget(context, request, object, keys.ask);
      return { object, isVerified };
    } catch (error) {
      cancelSignal.throwIfAborted();
      const next = keys.findNewTarget();
      const isWorthIt = attempt < MAX_UPLOAD_TARGETS && clock.now() < deadline;
      if (!next || !isWorthIt || !isCredentialError(error)) throw error;
      const state = message('files.upload-restarting');
      const why = message('files.upload-other-keys', { key: next.object.key });
      log.event(clock.now() - startedAt, message('files.upload-event'), state, '', why);
      target = next;
    }
  }
}

async function uploadToTarget(
  context: OperationContext,
  { file, endpoint }: UploadRequest,
  object: ObjectName,
  ask: TargetKeys['ask'],
): Promise<Uploaded> {
  const { deadlineSignal: signal, log, transfer } = context;
  const credentials = cachedProvider(ask, transfer.time);
  return uploadFile({
    cos: { ...transfer, signal, endpoint, credentials },
    object,
    path: file.path,
    onProgress: createProgressLines(context, message('files.upload-event')),
    onAbortFailed: () => {
      log.warning(
        message('files.upload-unfinished'),
        message('files.upload-unfinished-warning', { key: object.key, bucket: object.bucket }),
      );
    },
  });
}

/** Where a file is uploaded to, and the temporary keys for it. */
export interface UploadTarget {
  readonly object: ObjectName;
  readonly keys: TemporaryKeys;
}

/** Requests a target from the service; each response may return another one. */
export type GetUploadTarget = () => Promise<UploadTarget>;

/** The keys have expired, and the service has no others for this target. */
class UploadTargetExpiredError extends TransferError {
  override readonly name = 'UploadTargetExpiredError';
}

/** The keys of one target, as long as the service returns keys for it. */
export interface TargetKeys {
  readonly ask: () => Promise<ExpiringCredentials>;
  /** Returns the target that the service returned instead of this one, if it did. */
  readonly findNewTarget: () => UploadTarget | undefined;
}

/** Provides keys for a target, and requests new ones until the service returns another target. */
export function createTargetKeys(
  context: OperationContext,
  target: UploadTarget,
  getTarget: GetUploadTarget,
): TargetKeys {
  let newTarget: UploadTarget | undefined;
  const ask = createTemporaryKeyProvider(context, target.keys, async () => {
    if (!newTarget) {
      const next = await getTarget();
      if (isSameObject(next.object, target.object)) return next.keys;
      newTarget = next;
      maskKeys(context, next.keys);
    }
    throw new UploadTargetExpiredError(
      'upload-target-expired',
      message('files.upload-keys-expired', { key: target.object.key }),
    );
  });
  return { ask, findNewTarget: () => newTarget };
}

function isSameObject(a: ObjectName, b: ObjectName): boolean {
  return a.bucket === b.bucket && a.region === b.region && a.key === b.key;
}

/** Returns true if an upload failed because its keys were no longer valid. */
export function isCredentialError(error: unknown): boolean {
  return error instanceof UploadTargetExpiredError || getHttpStatus(error) === 403;
}
