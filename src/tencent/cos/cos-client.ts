import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { message } from '../../text/message.ts';
import { AmbiguousResponseError } from '../api-errors.ts';
import type { ObjectName } from './cos-address.ts';
import { readCosError } from './cos-errors.ts';
import type { CosOptions, CosRequest, ObjectBody } from './cos-request.ts';
import { sendToCos } from './cos-request.ts';
import type { CosResponse } from './cos-response.ts';
import { elementText, escapeXml, getHeader, readText, rootName } from './cos-response.ts';

/** COS's description of an object or a part. Missing texts are ''. */
export interface StoredObject {
  /** As in the header, with quotes. Not always an MD5. */
  readonly etag: string;
  /** The CRC-64 as an unsigned decimal number. */
  readonly crc64: string;
  readonly requestId: string;
}

/** The metadata of an object. `bytes` is NaN if COS does not return it. */
export interface ObjectHead extends StoredObject {
  readonly bytes: number;
}

/** A part of a multipart upload. Numbers begin with 1. */
export interface Part {
  readonly partNumber: number;
  readonly etag: string;
}

/** The address of a part. */
export interface PartName {
  readonly uploadId: string;
  readonly partNumber: number;
}

/** A part as listed by COS. */
export interface ListedPart {
  readonly etag: string;
  readonly bytes: number;
}

export interface GetHeaders {
  readonly range?: string;
  readonly 'if-range'?: string;
}

/** A response to GET (200 or 206). The caller must read or discard its body. */
export interface ObjectResponse {
  readonly status: number;
  readonly headers: CosResponse['headers'];
  readonly body: Readable;
}

/** The COS calls that the action uses. All reject as sendToCos does. */
export interface CosClient {
  readonly putObject: (object: ObjectName, body: ObjectBody) => Promise<StoredObject>;
  readonly headObject: (object: ObjectName) => Promise<ObjectHead>;
  readonly getObject: (object: ObjectName, headers: GetHeaders) => Promise<ObjectResponse>;
  /** Returns the upload's ID. */
  readonly initiateMultipartUpload: (object: ObjectName) => Promise<string>;
  readonly uploadPart: (
    object: ObjectName,
    /** `isLastOfConnection` closes the connection after this request. */
    part: PartName & { readonly isLastOfConnection?: boolean },
    body: ObjectBody,
  ) => Promise<StoredObject>;
  /** Returns `undefined` if the upload has no such part. */
  readonly findPart: (object: ObjectName, part: PartName) => Promise<ListedPart | undefined>;
  /** `parts` must be sorted by number. */
  readonly completeMultipartUpload: (
    object: ObjectName,
    uploadId: string,
    parts: readonly Part[],
  ) => Promise<StoredObject>;
  readonly abortMultipartUpload: (object: ObjectName, uploadId: string) => Promise<void>;
}

/** Creates a COS client. Source of operations and limits: COS documentation, "Object APIs". */
export function createCosClient(options: CosOptions): CosClient {
  const send = <T>(request: CosRequest, read: (response: CosResponse) => Promise<T> | T) =>
    sendToCos(options, request, read);
  return {
    putObject: (object, body) =>
      send({ action: 'PutObject', method: 'PUT', object, body }, readStored),
    headObject: (object) => send({ action: 'HeadObject', method: 'HEAD', object }, readHead),
    getObject: (object, headers) =>
      send({ action: 'GetObject', method: 'GET', object, headers: { ...headers } }, passThrough),
    // A retry after an unknown outcome can leave a second upload without parts, which uses no
    // storage.
    initiateMultipartUpload: (object) =>
      send(
        {
          action: 'InitiateMultipartUpload',
          method: 'POST',
          object,
          parameters: { uploads: '' },
        },
        readUploadId,
      ),
    uploadPart: (object, { uploadId, partNumber, isLastOfConnection = false }, body) =>
      send(
        {
          action: 'UploadPart',
          method: 'PUT',
          object,
          body,
          parameters: { partNumber: String(partNumber), uploadId },
          isLastOfConnection,
        },
        readStored,
      ),
    findPart: (object, { uploadId, partNumber }) =>
      send(
        {
          action: 'ListParts',
          method: 'GET',
          object,
          // Unknown (cos-part-marker): whether the marker itself is listed, so two parts are
          // requested.
          parameters: {
            'max-parts': '2',
            'part-number-marker': String(partNumber - 1),
            uploadId,
          },
        },
        async (response) => findListedPart(await readXml(response), partNumber),
      ),
    completeMultipartUpload: (object, uploadId, parts) =>
      send(
        {
          action: 'CompleteMultipartUpload',
          method: 'POST',
          object,
          parameters: { uploadId },
          body: createBody(formatPartList(parts)),
        },
        readCompleted,
      ),
    abortMultipartUpload: (object, uploadId) =>
      send(
        {
          action: 'AbortMultipartUpload',
          method: 'DELETE',
          object,
          parameters: { uploadId },
        },
        readNothing,
      ),
  };
}

function passThrough({ status, headers, body }: CosResponse): ObjectResponse {
  return { status, headers, body };
}

function describeStored({ headers }: CosResponse): StoredObject {
  return {
    etag: getHeader(headers, 'etag'),
    crc64: getHeader(headers, 'x-cos-hash-crc64ecma'),
    requestId: getHeader(headers, 'x-cos-request-id'),
  };
}

/** Throws if the body is an error, whatever the status; a success is 204 without a body. */
async function readNothing(response: CosResponse): Promise<void> {
  await readXml(response);
}

async function readHead(response: CosResponse): Promise<ObjectHead> {
  await readText(response);
  return {
    ...describeStored(response),
    bytes: Number.parseInt(getHeader(response.headers, 'content-length')),
  };
}

async function readUploadId(response: CosResponse): Promise<string> {
  const uploadId = elementText(await readText(response), 'UploadId');
  if (!uploadId) throw createMissingError(response, 'UploadId');
  return uploadId;
}

/** Reads the ETag, which proves that COS stored something; a proxy in between may send 200 too. */
async function readStored(response: CosResponse): Promise<StoredObject> {
  await readText(response);
  const stored = describeStored(response);
  if (!stored.etag) throw createMissingError(response, 'ETag');
  return stored;
}

/** COS sends the status before it completes the upload, so only the body has the result. */
async function readCompleted(response: CosResponse): Promise<StoredObject> {
  const xml = await readXml(response);
  const field = 'CompleteMultipartUploadResult';
  if (rootName(xml) !== field) throw createMissingError(response, field);
  return { ...describeStored(response), etag: elementText(xml, 'ETag') };
}

/** Returns the body. Throws if it is an error, whatever the status. */
async function readXml(response: CosResponse): Promise<string> {
  const xml = await readText(response);
  const call = { service: 'cos', action: response.action };
  if (rootName(xml) === 'Error') throw readCosError(call, response, xml);
  return xml;
}

function findListedPart(xml: string, partNumber: number): ListedPart | undefined {
  const found = xml
    .split('<Part>')
    .find((part) => elementText(part, 'PartNumber') === String(partNumber));
  if (found === undefined) return undefined;
  return { etag: elementText(found, 'ETag'), bytes: Number(elementText(found, 'Size')) };
}

function createMissingError({ action, status }: CosResponse, field: string) {
  return new AmbiguousResponseError({
    service: 'cos',
    action,
    status,
    message: message('network.missing-field', { field }),
  });
}

function formatPartList(parts: readonly Part[]): string {
  const elements = parts.map(
    ({ partNumber, etag }) =>
      `<Part><PartNumber>${partNumber}</PartNumber><ETag>${escapeXml(etag)}</ETag></Part>`,
  );
  return `<CompleteMultipartUpload>${elements.join('')}</CompleteMultipartUpload>`;
}

function createBody(text: string): ObjectBody {
  const bytes = Buffer.from(text);
  return {
    length: bytes.length,
    md5: createHash('md5').update(bytes).digest('base64'),
    async *open() {
      yield await Promise.resolve(bytes);
    },
  };
}
