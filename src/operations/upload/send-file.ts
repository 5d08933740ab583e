import { basename } from 'node:path';
import type { Lease } from '../../tencent/credentials.ts';
import { renewable } from '../../tencent/credentials.ts';
import type { ObjectName } from '../../tencent/cos/endpoint.ts';
import type { OneFile } from '../../transfer/one-file.ts';
import { uploadFile } from '../../transfer/upload.ts';
import { progressLines } from '../download/progress-lines.ts';
import type { Step } from '../operation.ts';
import { bytes, duration, join } from '../words.ts';

export interface Shipment {
  readonly file: OneFile;
  readonly object: ObjectName;
  /** The input cos-endpoint. */
  readonly endpoint: string;
  /** Gives temporary keys, others each time. */
  readonly ask: () => Promise<Lease>;
}

/** Uploads a file and shows it. */
export async function sendFile(step: Step, { file, object, endpoint, ask }: Shipment) {
  const begun = step.clock.now();
  await uploadFile({
    cos: { ...step.wire, endpoint, credentials: renewable(ask, step.clock) },
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
  const took = Math.max(1, step.clock.now() - begun);
  const speed = `${bytes((file.bytes * 1000) / took)}/s`;
  step.log.stage(
    'Package',
    join(basename(file.path), bytes(file.bytes), `in ${duration(took)} (${speed})`, 'verified'),
  );
}
