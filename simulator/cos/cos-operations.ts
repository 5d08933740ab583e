import type { IncomingHttpHeaders } from 'node:http';
import type { HttpResponse } from '../http-server.ts';
import type { SimulatedBucket } from './bucket.ts';
import type { CosAddress, CosQuery } from './cos-address.ts';
import { authenticateCos } from './cos-signature.ts';
import { cosError } from './cos-error.ts';
import type { CosWorld } from './cos-world.ts';
import * as multipart from './multipart-upload.ts';
import { getObject, headObject, putObject } from './object-operations.ts';
import { allows } from './temporary-keys.ts';

/** A request to COS that is not verified yet. */
export interface AddressedRequest extends CosAddress {
  method: string;
  query: CosQuery;
  headers: IncomingHttpHeaders;
  /** Null if COS has no such operation, or the simulator does not support it. */
  operation: CosOperation | null;
}

/** A request to COS with a valid signature and the necessary permission. */
export interface CosCall {
  world: CosWorld;
  bucket: SimulatedBucket;
  key: string;
  query: CosQuery;
  headers: IncomingHttpHeaders;
  body: AsyncIterable<Buffer>;
  /** Milliseconds since 1970. */
  now: number;
}

/** One request to COS, as recorded by the simulator. */
export interface CosRequest extends Omit<AddressedRequest, 'path' | 'region' | 'query'> {
  query: Record<string, string>;
  /** Virtual milliseconds since 1970. */
  at: number;
  requestId: string;
  /**
   * 'ok', the returned error code, the kind of the injected fault, 'aborted' by the client, or
   * 'unread'.
   */
  outcome: string;
  /** Of the response; null if there was none. */
  status: number | null;
  /** Number of bytes of the response's body that were sent. */
  sent: number;
}

interface Operation {
  method: string;
  /** The query parameters that distinguish it from other operations with the same method. */
  query: readonly string[];
  /** Throws CosError. */
  perform: (call: CosCall) => HttpResponse | Promise<HttpResponse>;
}

// The first match wins, so the most specific operations come first.
const OF_OBJECTS = {
  UploadPart: { method: 'PUT', query: ['partNumber', 'uploadId'], perform: multipart.uploadPart },
  PutObject: { method: 'PUT', query: [], perform: putObject },
  InitiateMultipartUpload: { method: 'POST', query: ['uploads'], perform: multipart.initiate },
  CompleteMultipartUpload: { method: 'POST', query: ['uploadId'], perform: multipart.complete },
  AbortMultipartUpload: { method: 'DELETE', query: ['uploadId'], perform: multipart.abort },
  ListParts: { method: 'GET', query: ['uploadId'], perform: multipart.listParts },
  GetObject: { method: 'GET', query: [], perform: getObject },
  HeadObject: { method: 'HEAD', query: [], perform: headObject },
} satisfies Record<string, Operation>;
const OF_BUCKETS = {
  ListMultipartUploads: { method: 'GET', query: ['uploads'], perform: multipart.listUploads },
} satisfies Record<string, Operation>;
const OPERATIONS: Record<CosOperation, Operation> = { ...OF_OBJECTS, ...OF_BUCKETS };

export type CosOperation = keyof typeof OF_OBJECTS | keyof typeof OF_BUCKETS;

/** The operations that temporary keys for an upload allow. */
export const UPLOAD_OPERATIONS: readonly CosOperation[] = [
  'PutObject',
  'InitiateMultipartUpload',
  'UploadPart',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
  'ListParts',
];
export const SINGLE_PUT: readonly CosOperation[] = ['PutObject'];
export const READ_OPERATIONS: readonly CosOperation[] = ['GetObject', 'HeadObject'];

/** Null if the simulator has no such operation. */
export function operationOf(method: string, key: string, query: CosQuery): CosOperation | null {
  const operations: Record<string, Operation> = key === '' ? OF_BUCKETS : OF_OBJECTS;
  const found = Object.entries(operations).find(([, operation]) => {
    return operation.method === method && operation.query.every((name) => query.has(name));
  });
  return (found?.[0] as CosOperation | undefined) ?? null;
}

/** Executes a request at `now` (milliseconds since 1970). Throws CosError. */
export async function performCos(
  world: CosWorld,
  request: AddressedRequest,
  body: AsyncIterable<Buffer>,
  { now, ignoresRange }: { now: number; ignoresRange: boolean },
): Promise<HttpResponse> {
  const { key, query, operation } = request;
  const bucket = findBucket(world, request);
  const signer = authenticateCos(request, world.keys, now);
  if (operation === null) throw cosError('MethodNotAllowed');
  if (!allows(signer, { bucket: bucket.name, key, operation })) throw cosError('AccessDenied');
  const headers = { ...request.headers, ...(ignoresRange && { range: undefined }) };
  return OPERATIONS[operation].perform({ world, bucket, key, query, headers, body, now });
}

/** Throws NoSuchBucket, or PermanentRedirect if it is in another region. */
function findBucket(world: CosWorld, request: AddressedRequest): SimulatedBucket {
  const bucket = world.find(request.bucket);
  if (bucket === undefined) throw cosError('NoSuchBucket');
  if (request.region === null || request.region === bucket.region) return bucket;
  throw cosError('PermanentRedirect', { headers: { 'x-cos-bucket-region': bucket.region } });
}
