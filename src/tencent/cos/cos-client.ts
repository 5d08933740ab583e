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

/** What COS says of an object or a part. Texts are '' if it says nothing. */
export interface StoredObject {
  /** As it stands in the header, in quotes. Not always an MD5. */
  readonly etag: string;
  /** The CRC-64 as an unsigned decimal number. */
  readonly crc64: string;
  readonly requestId: string;
}

/** An object's head; `bytes` is NaN where COS does not tell. */
export interface ObjectHead extends StoredObject {
  readonly bytes: number;
}

/** A part of a multipart upload; numbers begin with 1. */
export interface Part {
  readonly partNumber: number;
  readonly etag: string;
}

/** A part as it is addressed. */
export interface PartName {
  readonly uploadId: string;
  readonly partNumber: number;
}

/** A part as COS lists it. */
export interface ListedPart {
  readonly etag: string;
  readonly bytes: number;
}

export interface GetHeaders {
  readonly range?: string;
  readonly 'if-range'?: string;
}

/** An answer to GET (200 or 206) whose body is to be read, or discarded. */
export interface ObjectResponse {
  readonly status: number;
  readonly headers: CosResponse['headers'];
  readonly body: Readable;
}

/** COS, as much of it as is needed. All reject as sendToCos does. */
export interface CosClient {
  readonly putObject: (object: ObjectName, body: ObjectBody) => Promise<StoredObject>;
  readonly headObject: (object: ObjectName) => Promise<ObjectHead>;
  readonly getObject: (object: ObjectName, headers: GetHeaders) => Promise<ObjectResponse>;
  /** Gives the upload's ID. */
  readonly initiateMultipartUpload: (object: ObjectName) => Promise<string>;
  readonly uploadPart: (
    object: ObjectName,
    /** `isLastOfConnection`: nothing else is to be sent over its connection. */
    part: PartName & { readonly isLastOfConnection?: boolean },
    body: ObjectBody,
  ) => Promise<StoredObject>;
  /** `undefined` if the upload has no such part. */
  readonly findPart: (object: ObjectName, part: PartName) => Promise<ListedPart | undefined>;
  /** `parts` in the order of their numbers. */
  readonly completeMultipartUpload: (
    object: ObjectName,
    uploadId: string,
    parts: readonly Part[],
  ) => Promise<StoredObject>;
  readonly abortMultipartUpload: (object: ObjectName, uploadId: string) => Promise<void>;
}

/** Operations and limits: COS documentation, "Object APIs". */
export function createCosClient(options: CosOptions): CosClient {
  const send = <T>(request: CosRequest, read: (response: CosResponse) => Promise<T> | T) =>
    sendToCos(options, request, read);
  return {
    putObject: (object, body) =>
      send({ action: 'PutObject', method: 'PUT', object, body }, readStored),
    headObject: (object) => send({ action: 'HeadObject', method: 'HEAD', object }, readHead),
    getObject: (object, headers) =>
      send({ action: 'GetObject', method: 'GET', object, headers: { ...headers } }, passThrough),
    // Sent again after an ambiguous response, it leaves an upload without parts, which stores nothing.
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
          // Two parts, because the documentation leaves open whether the marker itself is listed.
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

/** COS answers 204; what says otherwise in its body, whatever its status, did not do it. */
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

/** Whatever stands between us and COS may say 200 as well; an ETag says that COS stored something. */
async function readStored(response: CosResponse): Promise<StoredObject> {
  await readText(response);
  const stored = describeStored(response);
  if (!stored.etag) throw createMissingError(response, 'ETag');
  return stored;
}

/** The status was sent before the work was done: only the body says how it ended. */
async function readCompleted(response: CosResponse): Promise<StoredObject> {
  const xml = await readXml(response);
  const field = 'CompleteMultipartUploadResult';
  if (rootName(xml) !== field) throw createMissingError(response, field);
  return { ...describeStored(response), etag: elementText(xml, 'ETag') };
}

/** The body; throws if it is an error, whatever the status. */
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
