import type { ObjectName } from '../../tencent/cos/endpoint.ts';
import { statusOf } from '../../tencent/cos/errors.ts';
import type { Lease } from '../../tencent/credentials.ts';
import { TransferError } from '../../transfer/errors.ts';
import type { Step } from '../operation.ts';
import type { TemporaryKeys } from './leases.ts';
import { leases, maskKeys } from './leases.ts';

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
