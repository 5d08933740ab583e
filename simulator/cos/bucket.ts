import type { ObjectContent } from './blob.ts';
import { digestOf } from './digest.ts';
import type { MultipartUpload } from './multipart-upload.ts';

/** A complete object in a bucket. */
export interface CosObject extends Omit<ObjectContent, 'crc64' | 'sha256'> {
  key: string;
  size: number;
  /** CRC-64 as an unsigned decimal. */
  crc64: string;
  /** When it was complete: virtual milliseconds since 1970. */
  completedAt: number;
  /** A copy. Throws if the bytes were dropped. */
  readonly bytes: Buffer;
  /** Hex. Throws for a multipart upload whose bytes were dropped: hashes of parts cannot be joined. */
  readonly sha256: string;
}

function cosObject(key: string, content: ObjectContent, completedAt: number): CosObject {
  const { blob, crc64 } = content;
  const read = (): Iterable<Buffer> => blob.read(0, blob.size);
  let { sha256 } = content;
  return {
    ...content,
    key,
    completedAt,
    size: blob.size,
    crc64: String(crc64),
    get bytes() {
      return Buffer.concat([...read()]);
    },
    get sha256() {
      sha256 ??= digestOf(read()).sha256;
      return sha256;
    },
  };
}

export class SimulatedBucket {
  /** Most names end with the APPID. */
  readonly name: string;
  readonly region: string;
  /** Multipart uploads in progress, by their IDs. */
  readonly uploads = new Map<string, MultipartUpload>();
  readonly #objects = new Map<string, CosObject>();

  constructor(name: string, region: string) {
    this.name = name;
    this.region = region;
  }

  get objects(): readonly CosObject[] {
    return [...this.#objects.values()];
  }

  object(key: string): CosObject | undefined {
    return this.#objects.get(key);
  }

  store(key: string, content: ObjectContent, now: number): CosObject {
    const object = cosObject(key, content, now);
    this.#objects.set(key, object);
    return object;
  }
}
