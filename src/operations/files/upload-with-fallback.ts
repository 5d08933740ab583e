import { basename } from 'node:path';
import type { ObjectName } from '../../tencent/cos/cos-address.ts';
import type { ExpiringCredentials } from '../../tencent/credentials/credential-provider.ts';
import { cachedProvider } from '../../tencent/credentials/credential-provider.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import { uploadFile } from '../../transfer/upload-file.ts';
import { createProgressLines } from './progress-lines.ts';
import type { OperationContext } from '../operation.ts';
import { formatBytes, formatDuration, joinParts } from '../../text/format.ts';
import { getHttpStatus } from '../../tencent/cos/cos-errors.ts';
import { TransferError } from '../../transfer/transfer-errors.ts';
import type { TemporaryKeys } from './temporary-keys.ts';
import { createTemporaryKeyProvider, maskKeys } from './temporary-keys.ts';

export interface UploadRequest {
  readonly file: PackageFile;
  /** The input cos-endpoint. */
  readonly endpoint: string;
  readonly getTarget: GetUploadTarget;
}

/** Uploads a file and shows it; gives the object that it became. */
export async function uploadWithFallback(
  context: OperationContext,
  shipment: UploadRequest,
): Promise<ObjectName> {
  const begun = context.clock.now();
  const object = await uploadToAnyTarget(context, shipment);
  const took = Math.max(1, context.clock.now() - begun);
  const { path, bytes: size } = shipment.file;
  const speed = `${formatBytes((size * 1000) / took)}/s`;
  context.log.stage(
    'Package',
    joinParts(
      basename(path),
      formatBytes(size),
      `in ${formatDuration(took)} (${speed})`,
      'verified',
    ),
  );
  return object;
}

/** Each place is as good as the one before, but an upload that outlives its keys so often never ends. */
const MAX_UPLOAD_TARGETS = 4;

/**
 * Keys may end before the upload does, and new ones may be for another place alone: TEM's path has
 * the time in it. Then the upload begins again there.
 */
async function uploadToAnyTarget(
  context: OperationContext,
  shipment: UploadRequest,
): Promise<ObjectName> {
  const { clock, deadline, log, cancelSignal: signal, startedAt } = context;
  let place = await shipment.getTarget();
  for (let places = 1; ; places += 1) {
    const keys = createTargetKeys(context, place, shipment.getTarget);
    try {
      await sendTo(context, shipment, place.object, keys.ask);
      return place.object;
    } catch (error) {
      signal.throwIfAborted();
      const next = keys.movedTo();
      const isWorthIt = places < MAX_UPLOAD_TARGETS && clock.now() < deadline;
      if (!next || !isWorthIt || !isCredentialError(error)) throw error;
      const why = `its keys have ended, others are for ${next.object.key}`;
      log.event(clock.now() - startedAt, 'upload', 'begins again', '', why);
      place = next;
    }
  }
}

async function sendTo(
  context: OperationContext,
  { file, endpoint }: UploadRequest,
  object: ObjectName,
  ask: () => Promise<ExpiringCredentials>,
): Promise<void> {
  const credentials = cachedProvider(ask, context.transfer.time);
  await uploadFile({
    cos: { ...context.transfer, endpoint, credentials },
    object,
    path: file.path,
    onProgress: createProgressLines(context, 'upload'),
    onAbortFailed: () => {
      context.log.warning(
        'Unfinished upload',
        `Parts of ${object.key} may be left in ${object.bucket}; its life cycle rules clear them.`,
      );
    },
  });
}

/** Where a file goes, and the temporary keys for it. */
export interface UploadTarget {
  readonly object: ObjectName;
  readonly keys: TemporaryKeys;
}

/** Asks the service for a place; each answer may name another one. */
export type GetUploadTarget = () => Promise<UploadTarget>;

/** The keys have ended, and the service has no others for this place. */
class UploadTargetExpiredError extends TransferError {
  override readonly name = 'UploadTargetExpiredError';
}

/** The keys of one place, as long as the service gives keys for it. */
export interface TargetKeys {
  readonly ask: () => Promise<ExpiringCredentials>;
  /** The place that the service named instead of this one. */
  readonly movedTo: () => UploadTarget | undefined;
}

/** Keys for a place: new ones are asked for until the service names another place. */
export function createTargetKeys(
  context: OperationContext,
  place: UploadTarget,
  find: GetUploadTarget,
): TargetKeys {
  let movedTo: UploadTarget | undefined;
  const ask = createTemporaryKeyProvider(context, place.keys, async () => {
    if (!movedTo) {
      const next = await find();
      if (isSame(next.object, place.object)) return next.keys;
      movedTo = next;
      maskKeys(context, next.keys);
    }
    throw new UploadTargetExpiredError(
      'upload-target-expired',
      `the keys for ${place.object.key} ended before the upload did, and the cloud gave others for another path`,
    );
  });
  return { ask, movedTo: () => movedTo };
}

function isSame(a: ObjectName, b: ObjectName): boolean {
  return a.bucket === b.bucket && a.region === b.region && a.key === b.key;
}

/** True where an upload failed because its keys were no longer good. */
export function isCredentialError(error: unknown): boolean {
  return error instanceof UploadTargetExpiredError || getHttpStatus(error) === 403;
}
