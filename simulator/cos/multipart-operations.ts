import { readBody } from '../http-server.ts';
import type { HttpResponse } from '../http-server.ts';
import { emptyResponse, parseParts, xmlResponse } from './cos-response.ts';
import type { CosCall, CosSettings } from './cos-call.ts';
import { cosError } from './cos-error.ts';
import { multipartUpload } from './multipart-upload.ts';
import type { MultipartUpload } from './multipart-upload.ts';
import { contentTypeOf, crc64Header, receiveBody } from './object-operations.ts';

const MAX_PARTS = 10_000;

export function initiateUpload(call: CosCall, settings: CosSettings): HttpResponse {
  const { bucket, key, now } = call;
  const upload = multipartUpload({
    uploadId: settings.newUploadId(),
    bucket: bucket.name,
    key,
    contentType: contentTypeOf(call),
    startedAt: now,
  });
  bucket.beginUpload(upload);
  const { uploadId: UploadId } = upload;
  return xmlResponse({
    InitiateMultipartUploadResult: { Bucket: bucket.name, Key: key, UploadId },
  });
}

export async function uploadPart(call: CosCall, settings: CosSettings): Promise<HttpResponse> {
  const upload = findUpload(call);
  const partNumber = readPartNumber(call);
  const { blob, digest, etag } = await receiveBody(call, settings);
  const { size, crc64, md5 } = digest;
  upload.addPart({ partNumber, size, etag, crc64, blob, md5, receivedAt: call.now });
  return emptyResponse(200, { ETag: etag, ...crc64Header(String(crc64), settings) });
}

export async function completeUpload(call: CosCall, settings: CosSettings): Promise<HttpResponse> {
  const { bucket, key, headers } = call;
  const upload = findUpload(call);
  const named = parseParts((await readBody(call.body)).toString('utf8'));
  const content = upload.assemble(named, settings.minPartBytes);
  const object = bucket.store(key, content, call.now);
  bucket.endUpload(upload.uploadId);
  const Location = `http://${headers.host ?? ''}/${key}`;
  const result = { Location, Bucket: bucket.name, Key: key, ETag: content.etag };
  return xmlResponse(
    { CompleteMultipartUploadResult: result },
    crc64Header(object.crc64, settings),
  );
}

export function abortUpload(call: CosCall): HttpResponse {
  call.bucket.endUpload(findUpload(call).uploadId);
  return emptyResponse(204);
}

export function listParts(call: CosCall): HttpResponse {
  const { uploadId, parts } = findUpload(call);
  return xmlResponse({
    ListPartsResult: {
      Bucket: call.bucket.name,
      Key: call.key,
      UploadId: uploadId,
      IsTruncated: 'false',
      Part: parts.map((part) => ({
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
  return xmlResponse({
    ListMultipartUploadsResult: {
      Bucket: bucket.name,
      Prefix: prefix,
      IsTruncated: 'false',
      Upload: bucket.uploads
        .filter(({ key }) => key.startsWith(prefix))
        .map(({ key, uploadId, startedAt }) => ({
          Key: key,
          UploadId: uploadId,
          Initiated: new Date(startedAt).toISOString(),
        })),
    },
  });
}

function findUpload({ bucket, key, query }: CosCall): MultipartUpload {
  const upload = bucket.upload(query.get('uploadId') ?? '');
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
