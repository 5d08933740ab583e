import { header } from '../http-server.ts';
import type { HttpResponse } from '../http-server.ts';
import { droppedBlob, memoryBlob } from './blob.ts';
import type { Blob } from './blob.ts';
import type { CosObject } from './bucket.ts';
import { cosError } from './cos-error.ts';
import type { CosCall } from './cos-operations.ts';
import { emptyResponse } from './cos-response.ts';
import { DigestBuilder, etagOf } from './digest.ts';
import type { Digest } from './digest.ts';

const DEFAULT_TYPE = 'application/octet-stream';
const MAX_BODY_BYTES = 5 * 1024 ** 3;

export async function putObject(call: CosCall): Promise<HttpResponse> {
  const { blob, digest, etag } = await receiveBody(call);
  const { sha256, crc64 } = digest;
  const content = { blob, etag, sha256, crc64, contentType: contentTypeOf(call) };
  const object = call.bucket.store(call.key, content, call.now);
  return emptyResponse(200, { ETag: etag, ...crc64Header(object.crc64) });
}

export function getObject(call: CosCall): HttpResponse {
  const object = findObject(call);
  const { size, blob } = object;
  const headers = objectHeaders(object);
  const range = rangeApplies(call, object) ? readRange(header(call.headers, 'range'), size) : null;
  if (range === null) return { status: 200, headers, length: size, body: blob.read(0, size) };
  const { start, end } = range;
  return {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${start}-${end - 1}/${size}` },
    length: end - start,
    body: blob.read(start, end),
  };
}

export function headObject(call: CosCall): HttpResponse {
  const object = findObject(call);
  return { status: 200, headers: objectHeaders(object), length: object.size, body: [] };
}

/** Reads a body as it arrives, and checks its Content-MD5. Throws CosError. */
export async function receiveBody({
  headers,
  body,
  world,
}: CosCall): Promise<{ blob: Blob; digest: Digest; etag: string }> {
  const { storage } = world;
  const expectedMd5 = readContentMd5(header(headers, 'content-md5'));
  if (Number(header(headers, 'content-length')) > MAX_BODY_BYTES) throw cosError('EntityTooLarge');
  const builder = new DigestBuilder();
  const chunks: Buffer[] = [];
  for await (const chunk of body) {
    builder.update(chunk);
    if (storage === 'memory') chunks.push(chunk);
  }
  const digest = builder.finish();
  if (expectedMd5 !== null && !expectedMd5.equals(digest.md5)) throw cosError('BadDigest');
  const blob = storage === 'memory' ? memoryBlob(chunks) : droppedBlob(digest.size);
  return { blob, digest, etag: etagOf(digest) };
}

function readContentMd5(text: string | null): Buffer | null {
  if (text === null) return null;
  const md5 = Buffer.from(text, 'base64');
  if (md5.length !== 16 || md5.toString('base64') !== text) throw cosError('InvalidDigest');
  return md5;
}

export function contentTypeOf({ headers }: CosCall): string {
  return header(headers, 'content-type') ?? DEFAULT_TYPE;
}

export function crc64Header(crc64: string): Record<string, string> {
  return { 'x-cos-hash-crc64ecma': crc64 };
}

/** Throws NoSuchKey or PreconditionFailed. */
function findObject({ bucket, key, headers }: CosCall): CosObject {
  const object = bucket.object(key);
  if (object === undefined) throw cosError('NoSuchKey');
  const expectedEtag = header(headers, 'if-match') ?? object.etag;
  if (expectedEtag !== object.etag) throw cosError('PreconditionFailed');
  return object;
}

function objectHeaders(object: CosObject): Record<string, string> {
  return {
    'Content-Type': object.contentType,
    'Accept-Ranges': 'bytes',
    ETag: object.etag,
    'Last-Modified': lastModified(object),
    ...crc64Header(object.crc64),
  };
}

/** Whether the range applies: only to the object that If-Range names by ETag or date. */
function rangeApplies({ headers }: CosCall, object: CosObject): boolean {
  const condition = header(headers, 'if-range');
  return condition === null || condition === object.etag || condition === lastModified(object);
}

function lastModified({ completedAt }: CosObject): string {
  return new Date(completedAt).toUTCString();
}

/**
 * Returns the part of `size` bytes that a Range header requests; null for the whole object, which a
 * missing header and anything but a single byte range request. `end` is exclusive. Throws
 * InvalidRange.
 */
function readRange(range: string | null, size: number): { start: number; end: number } | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start >= size || end <= start) {
    throw cosError('InvalidRange', { headers: { 'Content-Range': `bytes */${size}` } });
  }
  return { start, end };
}
