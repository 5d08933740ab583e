import type { CosQuery } from './query.ts';

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

/** What temporary keys for an upload may do. */
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

interface Route {
  operation: CosOperation;
  method: string;
  /** Parameters that tell it from the others of its method. */
  parameters: readonly string[];
}

// The most particular one first.
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

/** Null where the simulator has no such operation. */
export function operationOf(method: string, key: string, query: CosQuery): CosOperation | null {
  const routes = key === '' ? BUCKET_ROUTES : OBJECT_ROUTES;
  const route = routes.find((each) => {
    return each.method === method && each.parameters.every((name) => query.has(name));
  });
  return route?.operation ?? null;
}
