import { createHash } from 'node:crypto';
import { Crc64 } from './crc64.ts';

/** What is known of bytes without keeping them. */
export interface Digest {
  size: number;
  md5: Buffer;
  /** Hex. */
  sha256: string;
  crc64: bigint;
}

export class DigestBuilder {
  readonly #md5 = createHash('md5');
  readonly #sha256 = createHash('sha256');
  readonly #crc64 = new Crc64();
  #size = 0;

  update(bytes: Uint8Array): void {
    this.#md5.update(bytes);
    this.#sha256.update(bytes);
    this.#crc64.update(bytes);
    this.#size += bytes.length;
  }

  finish(): Digest {
    return {
      size: this.#size,
      md5: this.#md5.digest(),
      sha256: this.#sha256.digest('hex'),
      crc64: this.#crc64.value(),
    };
  }
}

export function digestOf(chunks: Iterable<Uint8Array>): Digest {
  const builder = new DigestBuilder();
  for (const chunk of chunks) builder.update(chunk);
  return builder.finish();
}
