import { CosObject } from './object.ts';
import type { ObjectContent } from './object.ts';
import type { MultipartUpload } from './upload.ts';

export class SimulatedBucket {
  /** With the APPID at its end, mostly. */
  readonly name: string;
  readonly region: string;
  readonly #objects = new Map<string, CosObject>();
  readonly #uploads = new Map<string, MultipartUpload>();

  constructor(name: string, region: string) {
    this.name = name;
    this.region = region;
  }

  get objects(): readonly CosObject[] {
    return [...this.#objects.values()];
  }

  /** Multipart uploads in progress. */
  get uploads(): readonly MultipartUpload[] {
    return [...this.#uploads.values()];
  }

  object(key: string): CosObject | undefined {
    return this.#objects.get(key);
  }

  upload(uploadId: string): MultipartUpload | undefined {
    return this.#uploads.get(uploadId);
  }

  store(key: string, content: ObjectContent, now: number): CosObject {
    const object = new CosObject(key, content, now);
    this.#objects.set(key, object);
    return object;
  }

  /** False where there is none. */
  remove(key: string): boolean {
    return this.#objects.delete(key);
  }

  beginUpload(upload: MultipartUpload): void {
    this.#uploads.set(upload.uploadId, upload);
  }

  endUpload(uploadId: string): void {
    this.#uploads.delete(uploadId);
  }
}
