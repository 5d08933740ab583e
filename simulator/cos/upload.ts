import { createHash } from 'node:crypto';
import { joinBlobs } from './blob.ts';
import type { Blob } from './blob.ts';
import { combineCrc64 } from './crc64.ts';
import { cosError } from './errors.ts';
import type { ObjectContent } from './object.ts';

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

/** A part as CompleteMultipartUpload names it. */
export interface NamedPart {
  partNumber: number;
  etag: string;
}

/** A multipart upload that has neither been completed nor aborted. */
export class MultipartUpload {
  readonly uploadId: string;
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string;
  /** Virtual milliseconds since 1970. */
  readonly startedAt: number;
  readonly #parts = new Map<number, Part>();

  constructor(
    start: Pick<MultipartUpload, 'uploadId' | 'bucket' | 'key' | 'contentType' | 'startedAt'>,
  ) {
    this.uploadId = start.uploadId;
    this.bucket = start.bucket;
    this.key = start.key;
    this.contentType = start.contentType;
    this.startedAt = start.startedAt;
  }

  /** By part number. */
  get parts(): readonly Part[] {
    return [...this.#parts.values()].toSorted((a, b) => a.partNumber - b.partNumber);
  }

  /** A part that is sent again replaces the one before. */
  addPart(part: Part): void {
    this.#parts.set(part.partNumber, part);
  }

  /** The object that these parts make. Throws InvalidPart, InvalidPartOrder, EntityTooSmall. */
  assemble(named: readonly NamedPart[], minPartBytes: number): ObjectContent {
    const parts = named.map((name) => this.#find(name));
    if (parts.length === 0) throw cosError('MalformedXML');
    checkOrder(parts);
    if (parts.slice(0, -1).some(({ size }) => size < minPartBytes))
      throw cosError('EntityTooSmall');
    const hash = createHash('md5');
    for (const { md5 } of parts) hash.update(md5);
    return {
      blob: joinBlobs(parts.map(({ blob }) => blob)),
      etag: `"${hash.digest('hex')}-${parts.length}"`,
      crc64: parts.reduce((crc, part) => combineCrc64(crc, part.crc64, part.size), 0n),
      sha256: null,
      contentType: this.contentType,
    };
  }

  #find({ partNumber, etag }: NamedPart): Part {
    const part = this.#parts.get(partNumber);
    if (part === undefined || unquoted(part.etag) !== unquoted(etag)) throw cosError('InvalidPart');
    return part;
  }
}

function checkOrder(parts: readonly Part[]): void {
  const isAscending = parts.every((part, index) => {
    return index === 0 || part.partNumber > (parts[index - 1]?.partNumber ?? 0);
  });
  if (!isAscending) throw cosError('InvalidPartOrder');
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}
