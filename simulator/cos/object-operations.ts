import { header } from '../gateway/request.ts';
import { emptyAnswer } from './answer.ts';
import type { CosAnswer } from './answer.ts';
import type { CosCall, CosSettings } from './call.ts';
import { cosError } from './errors.ts';
import type { CosObject } from './object.ts';
import { readRange } from './range.ts';
import { receiveBody } from './receive.ts';

const DEFAULT_TYPE = 'application/octet-stream';

export async function putObject(call: CosCall, settings: CosSettings): Promise<CosAnswer> {
  const { blob, digest, etag } = await receiveBody(call, settings.storage);
  const { sha256, crc64 } = digest;
  const content = { blob, etag, sha256, crc64, contentType: contentTypeOf(call) };
  const object = call.bucket.store(call.key, content, call.now);
  return emptyAnswer(200, { ETag: etag, ...crc64Header(object.crc64, settings) });
}

export function getObject(call: CosCall, settings: CosSettings): CosAnswer {
  const object = findObject(call);
  checkPreconditions(call, object);
  const headers = objectHeaders(object, settings);
  const range = rangeApplies(call, object)
    ? readRange(header(call.headers, 'range'), object.size)
    : null;
  if (range === null) {
    return { status: 200, headers, length: object.size, body: object.blob.read(0, object.size) };
  }
  const { start, end } = range;
  return {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${start}-${end - 1}/${object.size}` },
    length: end - start,
    body: object.blob.read(start, end),
  };
}

export function headObject(call: CosCall, settings: CosSettings): CosAnswer {
  const object = findObject(call);
  checkPreconditions(call, object);
  return { status: 200, headers: objectHeaders(object, settings), length: object.size, body: [] };
}

export function contentTypeOf({ headers }: CosCall): string {
  return header(headers, 'content-type') ?? DEFAULT_TYPE;
}

export function crc64Header(crc64: string, settings: CosSettings): Record<string, string> {
  return settings.answersCrc64() ? { 'x-cos-hash-crc64ecma': crc64 } : {};
}

function findObject({ bucket, key }: CosCall): CosObject {
  const object = bucket.object(key);
  if (object === undefined) throw cosError('NoSuchKey');
  return object;
}

function objectHeaders(object: CosObject, settings: CosSettings): Record<string, string> {
  return {
    'Content-Type': object.contentType,
    'Accept-Ranges': 'bytes',
    ETag: object.etag,
    'Last-Modified': lastModified(object),
    ...crc64Header(object.crc64, settings),
  };
}

function checkPreconditions({ headers }: CosCall, { etag }: CosObject): void {
  const wanted = header(headers, 'if-match');
  if (wanted !== null && wanted !== etag) throw cosError('PreconditionFailed');
}

/** A range counts only for the object that If-Range names, by its ETag or its date. */
function rangeApplies({ headers }: CosCall, object: CosObject): boolean {
  const wanted = header(headers, 'if-range');
  return wanted === null || wanted === object.etag || wanted === lastModified(object);
}

function lastModified({ completedAt }: CosObject): string {
  return new Date(completedAt).toUTCString();
}
