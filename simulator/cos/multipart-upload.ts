import { createHash } from 'node:crypto';
import { joinBlobs } from './blob.ts';
import type { Blob, ObjectContent } from './blob.ts';
import { cosError } from './cos-error.ts';
import { combineCrc64 } from './digest.ts';

export interface Part {
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

/** A part in the body of CompleteMultipartUpload. */
export interface NamedPart {
  partNumber: number;
  etag: string;
}

export interface UploadStart {
  uploadId: string;
  bucket: string;
  key: string;
  contentType: string;
  /** Virtual milliseconds since 1970. */
  startedAt: number;
}

/** A multipart upload that has neither been completed nor aborted. */
export interface MultipartUpload extends UploadStart {
  /** By part number. */
  readonly parts: readonly Part[];
  /** A part that is sent again replaces the one before. */
  addPart(part: Part): void;
  /** The object of these parts. Throws InvalidPart, InvalidPartOrder, EntityTooSmall. */
  assemble(named: readonly NamedPart[], minPartBytes: number): ObjectContent;
}

export function multipartUpload(start: UploadStart): MultipartUpload {
  const parts = new Map<number, Part>();
  return {
    ...start,
    get parts() {
      return [...parts.values()].toSorted((a, b) => a.partNumber - b.partNumber);
    },
    addPart: (part) => {
      parts.set(part.partNumber, part);
    },
    assemble: (named, minPartBytes) => {
      const found = named.map(({ partNumber, etag }) => {
        const part = parts.get(partNumber);
        if (part && unquoted(part.etag) === unquoted(etag)) return part;
        throw cosError('InvalidPart');
      });
      return { ...joinParts(found, minPartBytes), contentType: start.contentType };
    },
  };
}

function joinParts(
  parts: readonly Part[],
  minPartBytes: number,
): Omit<ObjectContent, 'contentType'> {
  if (parts.length === 0) throw cosError('MalformedXML');
  const isAscending = parts.every(({ partNumber }, index) => {
    return partNumber > (parts[index - 1]?.partNumber ?? 0);
  });
  if (!isAscending) throw cosError('InvalidPartOrder');
  if (parts.slice(0, -1).some(({ size }) => size < minPartBytes)) throw cosError('EntityTooSmall');
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
