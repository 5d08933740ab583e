import type { Clock } from '../clock.ts';
import type { Credentials } from '../credentials.ts';
import { nameSource } from '../tem/ids.ts';
import { memoryBlob, patternBlob } from './blob.ts';
import type { Blob } from './blob.ts';
import { SimulatedBucket } from './bucket.ts';
import type { CosSettings } from './call.ts';
import { digestOf } from './digest.ts';
import { cosFaultBook } from './faults.ts';
import type { CosFaultBook, CosFaults } from './faults.ts';
import { KeyRing } from './keys.ts';
import type { Grant, TemporaryKey } from './keys.ts';
import type { CosObject } from './object.ts';
import { presignedUrl } from './presign.ts';
import { encodeKey } from './query.ts';
import type { CosRequest } from './request.ts';
import type { MultipartUpload } from './upload.ts';

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
  /** The bucket of paths that name none; default: the first one there is. */
  defaultBucket?: string;
  /** Default 'memory'. 'digest-only': bytes are counted and hashed, then dropped (for large uploads). */
  storage?: 'memory' | 'digest-only';
  /** Of every part but the last; default 1 MiB, as COS has it. */
  minPartBytes?: number;
}

/** How COS answers where that is unknown or may differ. May be changed at any time. */
export interface CosBehaviour {
  /** For a bucket of another region; default 'redirect'. Both name it in x-cos-bucket-region. */
  wrongRegion: 'redirect' | 'no-such-bucket';
  /** What an expired temporary key is refused with; default ExpiredToken. */
  expiredKeyCode: string;
  /** Whether x-cos-hash-crc64ecma is answered; default true. */
  answersCrc64: boolean;
}

/** The address in a pre-signed URL: this simulator, or the bucket's real one. */
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
  /** For the gateway; tests use `faults`. */
  readonly faultBook: CosFaultBook = cosFaultBook();
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

  get faults(): CosFaults {
    return this.faultBook;
  }

  get buckets(): readonly SimulatedBucket[] {
    return [...this.#buckets.values()];
  }

  /** Multipart uploads that were neither completed nor aborted. */
  get uploads(): readonly MultipartUpload[] {
    return this.buckets.flatMap((bucket) => bucket.uploads);
  }

  get defaultBucket(): string {
    return this.#defaultBucket ?? this.buckets[0]?.name ?? '';
  }

  find(name: string): SimulatedBucket | undefined {
    return this.#buckets.get(name);
  }

  /** Throws where it does not exist. */
  bucket(name: string): SimulatedBucket {
    const found = this.find(name);
    if (found === undefined) throw new Error(`There is no bucket ${name}.`);
    return found;
  }

  /** The one that is there where there is one already. */
  createBucket(name: string, region = 'ap-guangzhou'): SimulatedBucket {
    const bucket = this.find(name) ?? new SimulatedBucket(name, region);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** Undefined where there is none. */
  object(bucket: string, key: string): CosObject | undefined {
    return this.find(bucket)?.object(key);
  }

  /** Throws where the bucket does not exist. */
  put(bucket: string, key: string, content: Uint8Array | string): CosObject {
    return this.#store(bucket, key, memoryBlob([Buffer.from(content)]));
  }

  /** An object of so many bytes that takes no memory. */
  putPattern(bucket: string, key: string, size: number): CosObject {
    return this.#store(bucket, key, patternBlob(size));
  }

  /** Temporary keys, as other services give them away. */
  issueKey(grant: Grant, lifetimeSeconds: number): TemporaryKey {
    return this.keys.issue(grant, lifetimeSeconds);
  }

  /** Ends every temporary key given away so far. */
  expireKeys(): void {
    this.keys.expire();
  }

  /** A URL that whoever has it can GET. Throws where the bucket does not exist. */
  presign(
    bucket: string,
    key: string,
    options: { form?: UrlForm | undefined; lifetimeSeconds?: number | undefined } = {},
  ): string {
    const { form = 'simulator', lifetimeSeconds = URL_SECONDS } = options;
    const { region } = this.bucket(bucket);
    const isOwn = form === 'simulator';
    return presignedUrl({
      origin: isOwn ? this.origin : `${form}://${bucket}.cos.${region}.myqcloud.com`,
      path: `${isOwn ? `/cos/${bucket}` : ''}/${encodeKey(key)}`,
      key: this.keys.urlKey,
      now: this.#clock.now(),
      lifetimeSeconds,
    });
  }

  #store(bucket: string, key: string, blob: Blob): CosObject {
    const { md5, sha256, crc64 } = digestOf(blob.read(0, blob.size));
    const etag = `"${md5.toString('hex')}"`;
    const content = { blob, etag, sha256, crc64, contentType: 'application/octet-stream' };
    return this.bucket(bucket).store(key, content, this.#clock.now());
  }
}
