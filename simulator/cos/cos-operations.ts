import type { IncomingHttpHeaders } from 'node:http';
import type { HttpResponse } from '../http-server.ts';
import type { SimulatedBucket } from './bucket.ts';
import type { CosAddress, CosQuery } from './cos-address.ts';
import { authenticateCos } from './cos-authentication.ts';
import type { CosCall, CosOperation, CosSettings } from './cos-call.ts';
import { cosError } from './cos-error.ts';
import type { CosWorld } from './cos-world.ts';
import * as multipart from './multipart-operations.ts';
import { getObject, headObject, putObject } from './object-operations.ts';
import { allows } from './temporary-keys.ts';

/** A request to COS that is not verified yet. */
export interface AddressedRequest extends CosAddress {
  method: string;
  query: CosQuery;
  headers: IncomingHttpHeaders;
  /** Null if the simulator has no such operation. */
  operation: CosOperation | null;
}

/** Throws CosError. */
type PerformOperation = (
  call: CosCall,
  settings: CosSettings,
) => HttpResponse | Promise<HttpResponse>;

const OPERATIONS: Record<CosOperation, PerformOperation> = {
  PutObject: putObject,
  GetObject: getObject,
  HeadObject: headObject,
  InitiateMultipartUpload: multipart.initiateUpload,
  UploadPart: multipart.uploadPart,
  CompleteMultipartUpload: multipart.completeUpload,
  AbortMultipartUpload: multipart.abortUpload,
  ListParts: multipart.listParts,
  ListMultipartUploads: multipart.listUploads,
};

/** Executes a request at `now` (milliseconds since 1970). Throws CosError. */
export async function performCos(
  world: CosWorld,
  request: AddressedRequest,
  body: AsyncIterable<Buffer>,
  { now, ignoresRange }: { now: number; ignoresRange: boolean },
): Promise<HttpResponse> {
  const { key, query, operation } = request;
  const bucket = findBucket(world, request);
  const signer = authenticateCos(request, world.keys, now, world.behaviour.expiredKeyCode);
  if (operation === null) throw cosError('MethodNotAllowed');
  if (!allows(signer, { bucket: bucket.name, key, operation })) throw cosError('AccessDenied');
  const headers = { ...request.headers, ...(ignoresRange && { range: undefined }) };
  return OPERATIONS[operation]({ bucket, key, query, headers, body, now }, world.settings);
}

/** Throws NoSuchBucket, or PermanentRedirect if it is in another region. */
function findBucket(world: CosWorld, request: AddressedRequest): SimulatedBucket {
  const bucket = world.find(request.bucket);
  if (bucket === undefined) throw cosError('NoSuchBucket');
  if (request.region === null || request.region === bucket.region) return bucket;
  const headers = { 'x-cos-bucket-region': bucket.region };
  const redirects = world.behaviour.wrongRegion === 'redirect';
  throw cosError(redirects ? 'PermanentRedirect' : 'NoSuchBucket', { headers });
}
