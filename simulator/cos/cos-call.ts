import type { IncomingHttpHeaders } from 'node:http';
import type { SimulatedBucket } from './bucket.ts';
import type { CosQuery } from './cos-address.ts';

export type CosOperation =
  | 'PutObject'
  | 'GetObject'
  | 'HeadObject'
  | 'InitiateMultipartUpload'
  | 'UploadPart'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'ListParts'
  | 'ListMultipartUploads';

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

/** A request to COS with a valid signature and the necessary permission. */
export interface CosCall {
  bucket: SimulatedBucket;
  key: string;
  query: CosQuery;
  headers: IncomingHttpHeaders;
  body: AsyncIterable<Buffer>;
  /** Milliseconds since 1970. */
  now: number;
}

/** One request to COS, as recorded by the simulator. */
export interface CosRequest {
  method: string;
  /** Null if COS has no such operation, or the simulator does not support it. */
  operation: CosOperation | null;
  bucket: string;
  key: string;
  query: Record<string, string>;
  headers: IncomingHttpHeaders;
  /** Whether the signature was in the query. */
  isPresigned: boolean;
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

/** The simulator's settings for operations. */
export interface CosSettings {
  /** digest-only: bytes are counted and hashed, then dropped. */
  storage: 'memory' | 'digest-only';
  /** Minimum for every part except the last; 1 MiB in COS. */
  minPartBytes: number;
  newUploadId: () => string;
  /** Whether x-cos-hash-crc64ecma is sent. */
  answersCrc64: () => boolean;
}

interface Route {
  operation: CosOperation;
  method: string;
  /** The query parameters that distinguish it from other operations with the same method. */
  parameters: readonly string[];
}

// The first match wins, so the most specific routes come first.
const OBJECT_ROUTES: readonly Route[] = [
  { operation: 'UploadPart', method: 'PUT', parameters: ['partNumber', 'uploadId'] },
  { operation: 'PutObject', method: 'PUT', parameters: [] },
  { operation: 'InitiateMultipartUpload', method: 'POST', parameters: ['uploads'] },
  { operation: 'CompleteMultipartUpload', method: 'POST', parameters: ['uploadId'] },
  { operation: 'AbortMultipartUpload', method: 'DELETE', parameters: ['uploadId'] },
  { operation: 'ListParts', method: 'GET', parameters: ['uploadId'] },
  { operation: 'GetObject', method: 'GET', parameters: [] },
  { operation: 'HeadObject', method: 'HEAD', parameters: [] },
];
const BUCKET_ROUTES: readonly Route[] = [
  { operation: 'ListMultipartUploads', method: 'GET', parameters: ['uploads'] },
];

/** Null if the simulator has no such operation. */
export function operationOf(method: string, key: string, query: CosQuery): CosOperation | null {
  const routes = key === '' ? BUCKET_ROUTES : OBJECT_ROUTES;
  const route = routes.find((each) => {
    return each.method === method && each.parameters.every((name) => query.has(name));
  });
  return route?.operation ?? null;
}
