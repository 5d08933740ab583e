import type { Credentials } from '../account.ts';
import type { Clock } from '../clock.ts';
import { requireFound } from '../gateway/service.ts';
import { nameSource } from '../name-source.ts';
import { memoryBlob } from './blob.ts';
import { SimulatedBucket } from './bucket.ts';
import type { CosObject } from './bucket.ts';
import { encodeKey } from './cos-address.ts';
import { cosFaultSchedule } from './cos-faults.ts';
import type { CosRequest } from './cos-operations.ts';
import { presignedUrl } from './cos-signature.ts';
import { digestOf, etagOf } from './digest.ts';
import type { MultipartUpload } from './multipart-upload.ts';
import { keyRing } from './temporary-keys.ts';
import type { KeyRing } from './temporary-keys.ts';

const URL_SECONDS = 3600;

export interface BucketSeed {
  /** <name>-<APPID> */
  name: string;
  /** Default ap-guangzhou. */
  region?: string;
  /** Keys to content. */
  objects?: Record<string, Uint8Array | string>;
}

export interface CosOptions {
  buckets?: BucketSeed[];
  /** Default 'memory'. 'digest-only': bytes are counted and hashed, then dropped (for large uploads). */
  storage?: 'memory' | 'digest-only';
}

/** The host of a pre-signed URL: this simulator, or the bucket's real one. */
export type UrlForm = 'simulator' | 'https' | 'http';

/** All of COS's state. */
export class CosWorld {
  /** Every request, in order. */
  readonly requests: CosRequest[] = [];
  readonly keys: KeyRing;
  readonly storage: 'memory' | 'digest-only';
  readonly faults = cosFaultSchedule();
  /** http://127.0.0.1:PORT once the simulator listens. */
  origin = 'http://127.0.0.1';
  readonly #clock: Clock;
  readonly #buckets = new Map<string, SimulatedBucket>();
  readonly #names = nameSource();

  constructor(options: CosOptions, credentials: readonly Credentials[], clock: Clock) {
    this.#clock = clock;
    this.keys = keyRing(credentials, clock, this.#names);
    this.storage = options.storage ?? 'memory';
    for (const { name, region, objects } of options.buckets ?? []) {
      this.createBucket(name, region);
      for (const [key, content] of Object.entries(objects ?? {})) this.put(name, key, content);
    }
  }

  get buckets(): readonly SimulatedBucket[] {
    return [...this.#buckets.values()];
  }

  /** Multipart uploads that are neither completed nor aborted. */
  get uploads(): readonly MultipartUpload[] {
    return this.buckets.flatMap(({ uploads }) => [...uploads.values()]);
  }

  newUploadId(): string {
    return this.#names('upload', 16);
  }

  find(name: string): SimulatedBucket | undefined {
    return this.#buckets.get(name);
  }

  /** Throws if it does not exist. */
  bucket(name: string): SimulatedBucket {
    return requireFound(this.find(name), `bucket ${name}`);
  }

  /** Returns the existing bucket if there is one. */
  createBucket(name: string, region = 'ap-guangzhou'): SimulatedBucket {
    const bucket = this.find(name) ?? new SimulatedBucket(name, region);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** Undefined if there is none. */
  object(bucket: string, key: string): CosObject | undefined {
    return this.find(bucket)?.object(key);
  }

  /** Throws if the bucket does not exist. */
  put(bucket: string, key: string, content: Uint8Array | string): CosObject {
    const bytes = Buffer.from(content);
    const digest = digestOf([bytes]);
    const { sha256, crc64 } = digest;
    const type = { contentType: 'application/octet-stream' };
    const stored = { blob: memoryBlob([bytes]), etag: etagOf(digest), sha256, crc64, ...type };
    return this.bucket(bucket).store(key, stored, this.#clock.now());
  }

  /** Returns a URL that anyone can GET. Throws if the bucket does not exist. */
  presign(
    bucket: string,
    key: string,
    options: { form?: UrlForm; lifetimeSeconds?: number | undefined; isNested?: boolean } = {},
  ): string {
    const { form = 'simulator', lifetimeSeconds = URL_SECONDS, isNested = false } = options;
    const { region } = this.bucket(bucket);
    const isOwn = form === 'simulator';
    return presignedUrl({
      origin: isOwn ? this.origin : `${form}://${bucket}.cos.${region}.myqcloud.com`,
      path: `${isOwn ? `/cos/${bucket}` : ''}/${encodeKey(key)}`,
      key: this.keys.urlKey,
      now: this.#clock.now(),
      lifetimeSeconds,
      isNested,
    });
  }
}
