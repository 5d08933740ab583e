import { basename } from 'node:path';
import type { ObjectName } from '../../tencent/cos/endpoint.ts';
import type { Lease } from '../../tencent/credentials.ts';
import { renewable } from '../../tencent/credentials.ts';
import type { OneFile } from '../../transfer/one-file.ts';
import { uploadFile } from '../../transfer/upload.ts';
import { progressLines } from '../download/progress-lines.ts';
import type { Step } from '../operation.ts';
import { bytes, duration, join } from '../words.ts';
import type { FindPlace } from './place.ts';
import { isOfKeys, keysOf } from './place.ts';

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
