import { createHash } from 'node:crypto';
import { readBody } from '../http-server.ts';
import type { HttpResponse } from '../http-server.ts';
import { joinBlobs } from './blob.ts';
import type { Blob, ObjectContent } from './blob.ts';
import { cosError } from './cos-error.ts';
import type { CosCall } from './cos-operations.ts';
import { emptyResponse, textOf, xmlResponse } from './cos-response.ts';
import { combineCrc64 } from './digest.ts';
import { contentTypeOf, crc64Header, receiveBody } from './object-operations.ts';

const MAX_PARTS = 10_000;
/** Every part except the last has at least so many bytes. */
const MIN_PART_BYTES = 1024 * 1024;

interface Part {
  partNumber: number;
  size: number;
  /** With its quotes. */
  etag: string;
  crc64: bigint;
  blob: Blob;
  md5: Buffer;
  /** Virtual milliseconds since 1970. */
  receivedAt: number;
}

/** A multipart upload that has neither been completed nor aborted. */
export interface MultipartUpload {
  uploadId: string;
  bucket: string;
  key: string;
  contentType: string;
  /** Virtual milliseconds since 1970. */
  startedAt: number;
  /** By part number. A part that is sent again replaces the one before. */
  parts: Map<number, Part>;
}

export function initiate(call: CosCall): HttpResponse {
  const { bucket, key, now, world } = call;
  const UploadId = world.newUploadId();
  const upload = { uploadId: UploadId, bucket: bucket.name, key, startedAt: now };
  bucket.uploads.set(UploadId, { ...upload, contentType: contentTypeOf(call), parts: new Map() });
  return xmlResponse({
    InitiateMultipartUploadResult: { Bucket: bucket.name, Key: key, UploadId },
  });
}

export async function uploadPart(call: CosCall): Promise<HttpResponse> {
  const { parts } = findUpload(call);
  const partNumber = readPartNumber(call);
  const { blob, digest, etag } = await receiveBody(call);
  const { size, crc64, md5 } = digest;
  parts.set(partNumber, { partNumber, size, etag, crc64, blob, md5, receivedAt: call.now });
  return emptyResponse(200, { ETag: etag, ...crc64Header(String(crc64)) });
}

export async function complete(call: CosCall): Promise<HttpResponse> {
  const { bucket, key, headers } = call;
  const { uploadId, parts, contentType } = findUpload(call);
  const named = namedParts((await readBody(call.body)).toString('utf8'), parts);
  const { etag, crc64 } = bucket.store(key, { ...joinParts(named), contentType }, call.now);
  bucket.uploads.delete(uploadId);
  const Location = `http://${headers.host ?? ''}/${key}`;
  const result = { Location, Bucket: bucket.name, Key: key, ETag: etag };
  return xmlResponse({ CompleteMultipartUploadResult: result }, crc64Header(crc64));
}

export function abort(call: CosCall): HttpResponse {
  call.bucket.uploads.delete(findUpload(call).uploadId);
  return emptyResponse(204);
}

export function listParts(call: CosCall): HttpResponse {
  const { uploadId, parts } = findUpload(call);
  const inOrder = [...parts.values()].toSorted((a, b) => a.partNumber - b.partNumber);
  return xmlResponse({
    ListPartsResult: {
      Bucket: call.bucket.name,
      Key: call.key,
      UploadId: uploadId,
      IsTruncated: 'false',
      Part: inOrder.map((part) => ({
        PartNumber: part.partNumber,
        LastModified: new Date(part.receivedAt).toISOString(),
        ETag: part.etag,
        Size: part.size,
      })),
    },
  });
}

export function listUploads({ bucket, query }: CosCall): HttpResponse {
  const prefix = query.get('prefix') ?? '';
  const uploads = [...bucket.uploads.values()].filter(({ key }) => key.startsWith(prefix));
  return xmlResponse({
    ListMultipartUploadsResult: {
      Bucket: bucket.name,
      Prefix: prefix,
      IsTruncated: 'false',
      Upload: uploads.map(({ key, uploadId, startedAt }) => ({
        Key: key,
        UploadId: uploadId,
        Initiated: new Date(startedAt).toISOString(),
      })),
    },
  });
}

function findUpload({ bucket, key, query }: CosCall): MultipartUpload {
  const upload = bucket.uploads.get(query.get('uploadId') ?? '');
  if (upload?.key !== key) throw cosError('NoSuchUpload');
  return upload;
}

function readPartNumber({ query }: CosCall): number {
  const text = query.get('partNumber') ?? '';
  const partNumber = Number(text);
  if (!/^\d+$/.test(text) || partNumber < 1 || partNumber > MAX_PARTS) {
    throw cosError('InvalidArgument', { message: 'partNumber must be from 1 to 10000.' });
  }
  return partNumber;
}

/** The parts that the body of CompleteMultipartUpload names. Throws MalformedXML or InvalidPart. */
function namedParts(body: string, parts: ReadonlyMap<number, Part>): Part[] {
  if (!/<CompleteMultipartUpload[\s>]/.test(body)) throw cosError('MalformedXML');
  return [...body.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, xml = '']) => {
    const part = parts.get(Number(textOf(xml, 'PartNumber')));
    if (part && unquoted(part.etag) === unquoted(textOf(xml, 'ETag'))) return part;
    throw cosError('InvalidPart');
  });
}

/** The object of these parts. Throws MalformedXML, InvalidPartOrder or EntityTooSmall. */
function joinParts(parts: readonly Part[]): Omit<ObjectContent, 'contentType'> {
  if (parts.length === 0) throw cosError('MalformedXML');
  const isAscending = parts.every(({ partNumber }, index) => {
    return partNumber > (parts[index - 1]?.partNumber ?? 0);
  });
  if (!isAscending) throw cosError('InvalidPartOrder');
  if (parts.slice(0, -1).some(({ size }) => size < MIN_PART_BYTES)) {
    throw cosError('EntityTooSmall');
  }
  const hash = createHash('md5');
  for (const { md5 } of parts) hash.update(md5);
  return {
    blob: joinBlobs(parts.map(({ blob }) => blob)),
    etag: `"${hash.digest('hex')}-${parts.length}"`,
    crc64: parts.reduce((crc, part) => combineCrc64(crc, part.crc64, part.size), 0n),
    sha256: null,
  };
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}
