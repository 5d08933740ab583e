import type { Credentials } from '../account.ts';
import type { Clock } from '../clock.ts';
import { nameSource } from '../name-source.ts';
import { memoryBlob, patternBlob } from './blob.ts';
import type { Blob } from './blob.ts';
import { SimulatedBucket } from './bucket.ts';
import type { CosObject } from './bucket.ts';
import { encodeKey } from './cos-address.ts';
import type { CosRequest, CosSettings } from './cos-call.ts';
import { cosFaultSchedule } from './cos-faults.ts';
import { presignedUrl } from './cos-signature.ts';
import { digestOf, etagOf } from './digest.ts';
import type { MultipartUpload } from './multipart-upload.ts';
import { KeyRing } from './temporary-keys.ts';

const MIN_PART_BYTES = 1024 * 1024;
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
  /** The bucket of paths that name none; default: the first one. */
  defaultBucket?: string;
  /** Default 'memory'. 'digest-only': bytes are counted and hashed, then dropped (for large uploads). */
  storage?: 'memory' | 'digest-only';
  /** Of every part but the last; default 1 MiB, as in COS. */
  minPartBytes?: number;
}

/** COS's behaviour where the real one is unknown or may vary. May be changed at any time. */
export interface CosBehaviour {
  /**
   * Response for a bucket in another region; default 'redirect'. Both name the region in
   * x-cos-bucket-region.
   */
  wrongRegion: 'redirect' | 'no-such-bucket';
  /** The error code of an expired temporary key; default ExpiredToken. */
  expiredKeyCode: string;
  /** Whether x-cos-hash-crc64ecma is sent; default true. */
  answersCrc64: boolean;
}

/** The host of a pre-signed URL: this simulator, or the bucket's real one. */
export type UrlForm = 'simulator' | 'https' | 'http';

/** All of COS's state. */
export class CosWorld {
  readonly behaviour: CosBehaviour = {
    wrongRegion: 'redirect',
    expiredKeyCode: 'ExpiredToken',
    answersCrc64: true,
  };
  /** Every request, in order. */
  readonly requests: CosRequest[] = [];
  readonly keys: KeyRing;
  readonly settings: CosSettings;
  readonly faults = cosFaultSchedule();
  /** http://127.0.0.1:PORT once the simulator listens. */
  origin = 'http://127.0.0.1';
  readonly #clock: Clock;
  readonly #buckets = new Map<string, SimulatedBucket>();
  readonly #defaultBucket: string | undefined;

  constructor(options: CosOptions, credentials: readonly Credentials[], clock: Clock) {
    const names = nameSource();
    this.#clock = clock;
    this.#defaultBucket = options.defaultBucket;
    this.keys = new KeyRing(credentials, clock, names);
    this.settings = {
      storage: options.storage ?? 'memory',
      minPartBytes: options.minPartBytes ?? MIN_PART_BYTES,
      newUploadId: () => names('upload', 16),
      answersCrc64: () => this.behaviour.answersCrc64,
    };
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
    return this.buckets.flatMap((bucket) => bucket.uploads);
  }

  get defaultBucket(): string {
    return this.#defaultBucket ?? this.buckets[0]?.name ?? '';
  }

  find(name: string): SimulatedBucket | undefined {
    return this.#buckets.get(name);
  }

  /** Throws if it does not exist. */
  bucket(name: string): SimulatedBucket {
    const found = this.find(name);
    if (found === undefined) throw new Error(`There is no bucket ${name}.`);
    return found;
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
    return this.#store(bucket, key, memoryBlob([Buffer.from(content)]));
  }

  /** Stores an object of `size` bytes that needs no memory. */
  putPattern(bucket: string, key: string, size: number): CosObject {
    return this.#store(bucket, key, patternBlob(size));
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

  #store(bucket: string, key: string, blob: Blob): CosObject {
    const digest = digestOf(blob.read(0, blob.size));
    const { sha256, crc64 } = digest;
    const contentType = 'application/octet-stream';
    const content = { blob, etag: etagOf(digest), sha256, crc64, contentType };
    return this.bucket(bucket).store(key, content, this.#clock.now());
  }
}
