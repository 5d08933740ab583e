import type { CosAnswer } from './answer.ts';
import type { CosCall, CosSettings } from './call.ts';
import {
  abort,
  complete,
  initiate,
  listParts,
  listUploads,
  uploadPart,
} from './multipart-operations.ts';
import { getObject, headObject, putObject } from './object-operations.ts';
import type { CosOperation } from './operation.ts';

/** Throws CosError. */
type Perform = (call: CosCall, settings: CosSettings) => CosAnswer | Promise<CosAnswer>;

export const COS_OPERATIONS: Record<CosOperation, Perform> = {
  PutObject: putObject,
  GetObject: getObject,
  HeadObject: headObject,
  InitiateMultipartUpload: initiate,
  UploadPart: uploadPart,
  CompleteMultipartUpload: complete,
  AbortMultipartUpload: abort,
  ListParts: listParts,
  ListMultipartUploads: listUploads,
};
