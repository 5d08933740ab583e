import type { IncomingHttpHeaders } from 'node:http';
import type { CosAnswer } from './answer.ts';
import { authenticateCos } from './authentication.ts';
import type { SimulatedBucket } from './bucket.ts';
import { cosError } from './errors.ts';
import { allows } from './keys.ts';
import type { CosOperation } from './operation.ts';
import { COS_OPERATIONS } from './operations.ts';
import type { CosQuery } from './query.ts';
import type { CosWorld } from './world.ts';

/** A request to COS, read but not yet believed. */
export interface Addressed {
  method: string;
  /** Decoded, as sent. */
  path: string;
  /** Null where the address does not tell. */
  region: string | null;
  bucket: string;
  key: string;
  query: CosQuery;
  headers: IncomingHttpHeaders;
  operation: CosOperation | null;
}

/** Executes a request at `now` (milliseconds since 1970). Throws CosError. */
export async function performCos(
  world: CosWorld,
  addressed: Addressed,
  body: AsyncIterable<Buffer>,
  { now, ignoresRange }: { now: number; ignoresRange: boolean },
): Promise<CosAnswer> {
  const { key, query, operation } = addressed;
  const bucket = findBucket(world, addressed);
  const signer = authenticateCos(addressed, world.keys, now, world.behaviour.expiredKeyCode);
  if (operation === null) throw cosError('MethodNotAllowed');
  if (!allows(signer, { bucket: bucket.name, key, operation })) throw cosError('AccessDenied');
  const headers = ignoresRange ? withoutRange(addressed.headers) : addressed.headers;
  const call = { bucket, key, query, headers, body, now };
  return COS_OPERATIONS[operation](call, world.settings);
}

/** Throws NoSuchBucket, or PermanentRedirect where it is in another region. */
function findBucket(world: CosWorld, addressed: Addressed): SimulatedBucket {
  const bucket = world.find(addressed.bucket);
  if (bucket === undefined) throw cosError('NoSuchBucket');
  if (addressed.region === null || addressed.region === bucket.region) return bucket;
  const headers = { 'x-cos-bucket-region': bucket.region };
  if (world.behaviour.wrongRegion === 'no-such-bucket') throw cosError('NoSuchBucket', { headers });
  throw cosError('PermanentRedirect', { headers });
}

function withoutRange(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return { ...headers, range: undefined };
}
