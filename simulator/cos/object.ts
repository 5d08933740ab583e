import { createHash } from 'node:crypto';
import type { Blob } from './blob.ts';

export interface ObjectContent {
  blob: Blob;
  /** With its quotes, as in the header. */
  etag: string;
  crc64: bigint;
  /** Hex; null where it is not known yet. */
  sha256: string | null;
  contentType: string;
}

/** An object as it lies in its bucket, whole. */
export class CosObject {
  readonly key: string;
  readonly etag: string;
  readonly contentType: string;
  /** CRC-64 as an unsigned decimal. */
  readonly crc64: string;
  /** When it was complete: virtual milliseconds since 1970. */
  readonly completedAt: number;
  readonly blob: Blob;
  #sha256: string | null;

  constructor(key: string, content: ObjectContent, completedAt: number) {
    this.key = key;
    this.blob = content.blob;
    this.etag = content.etag;
    this.contentType = content.contentType;
    this.crc64 = String(content.crc64);
    this.completedAt = completedAt;
    this.#sha256 = content.sha256;
  }

  get size(): number {
    return this.blob.size;
  }

  /** A copy. Throws where the bytes were dropped. */
  get bytes(): Buffer {
    return Buffer.concat([...this.blob.read(0, this.size)]);
  }

  /** Hex. Throws for a multipart upload whose bytes were dropped: a hash of parts cannot be joined. */
  get sha256(): string {
    this.#sha256 ??= hashOf(this.blob);
    return this.#sha256;
  }
}

function hashOf(blob: Blob): string {
  const hash = createHash('sha256');
  for (const chunk of blob.read(0, blob.size)) hash.update(chunk);
  return hash.digest('hex');
}
