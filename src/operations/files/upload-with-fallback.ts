import { basename } from 'node:path';
import type { ObjectName } from '../../tencent/cos/cos-address.ts';
import type { Lease } from '../../tencent/credentials/credential-provider.ts';
import { renewable } from '../../tencent/credentials/credential-provider.ts';
import type { OneFile } from '../../transfer/package-file.ts';
import { uploadFile } from '../../transfer/upload-file.ts';
import { progressLines } from './progress-lines.ts';
import type { Step } from '../operation.ts';
import { bytes, duration, join } from '../../text/format.ts';
import { statusOf } from '../../tencent/cos/cos-response.ts';
import { TransferError } from '../../transfer/transfer-errors.ts';
import type { TemporaryKeys } from './temporary-keys.ts';
import { leases, maskKeys } from './temporary-keys.ts';

export interface Shipment {
  readonly file: OneFile;
  /** The input cos-endpoint. */
  readonly endpoint: string;
  readonly findPlace: FindPlace;
}

/** Uploads a file and shows it; gives the object that it became. */
export async function sendFile(step: Step, shipment: Shipment): Promise<ObjectName> {
  const begun = step.clock.now();
  const object = await sendSomewhere(step, shipment);
  const took = Math.max(1, step.clock.now() - begun);
  const { path, bytes: size } = shipment.file;
  const speed = `${bytes((size * 1000) / took)}/s`;
  step.log.stage(
    'Package',
    join(basename(path), bytes(size), `in ${duration(took)} (${speed})`, 'verified'),
  );
  return object;
}

/** Each place is as good as the one before, but an upload that outlives its keys so often never ends. */
const MOST_PLACES = 4;

/**
 * Keys may end before the upload does, and new ones may be for another place alone: TEM's path has
 * the time in it. Then the upload begins again there.
 */
async function sendSomewhere(step: Step, shipment: Shipment): Promise<ObjectName> {
  const { clock, deadline, log, signal, startedAt } = step;
  let place = await shipment.findPlace();
  for (let places = 1; ; places += 1) {
    const keys = keysOf(step, place, shipment.findPlace);
    try {
      await sendTo(step, shipment, place.object, keys.ask);
      return place.object;
    } catch (error) {
      signal.throwIfAborted();
      const next = keys.movedTo();
      const isWorthIt = places < MOST_PLACES && clock.now() < deadline;
      if (!next || !isWorthIt || !isOfKeys(error)) throw error;
      const why = `its keys have ended, others are for ${next.object.key}`;
      log.event(clock.now() - startedAt, 'upload', 'begins again', '', why);
      place = next;
    }
  }
}

async function sendTo(
  step: Step,
  { file, endpoint }: Shipment,
  object: ObjectName,
  ask: () => Promise<Lease>,
): Promise<void> {
  const credentials = renewable(ask, step.wire.time);
  await uploadFile({
    cos: { ...step.wire, endpoint, credentials },
    object,
    path: file.path,
    onProgress: progressLines(step, 'upload'),
    onAbortFailed: () => {
      step.log.warning(
        'Unfinished upload',
        `Parts of ${object.key} may be left in ${object.bucket}; its life cycle rules clear them.`,
      );
    },
  });
}

/** Where a file goes, and the temporary keys for it. */
export interface Place {
  readonly object: ObjectName;
  readonly keys: TemporaryKeys;
}

/** Asks the service for a place; each answer may name another one. */
export type FindPlace = () => Promise<Place>;

/** The keys have ended, and the service has no others for this place. */
class PlaceLostError extends TransferError {
  override readonly name = 'PlaceLostError';
}

/** The keys of one place, as long as the service gives keys for it. */
export interface PlaceKeys {
  readonly ask: () => Promise<Lease>;
  /** The place that the service named instead of this one. */
  readonly movedTo: () => Place | undefined;
}

/** Keys for a place: new ones are asked for until the service names another place. */
export function keysOf(step: Step, place: Place, find: FindPlace): PlaceKeys {
  let movedTo: Place | undefined;
  const ask = leases(step, place.keys, async () => {
    if (!movedTo) {
      const next = await find();
      if (isSame(next.object, place.object)) return next.keys;
      movedTo = next;
      maskKeys(step, next.keys);
    }
    throw new PlaceLostError(
      `the keys for ${place.object.key} ended before the upload did, and the cloud gave others for another path`,
    );
  });
  return { ask, movedTo: () => movedTo };
}

function isSame(a: ObjectName, b: ObjectName): boolean {
  return a.bucket === b.bucket && a.region === b.region && a.key === b.key;
}

/** True where an upload failed because its keys were no longer good. */
export function isOfKeys(error: unknown): boolean {
  return error instanceof PlaceLostError || statusOf(error) === 403;
}
