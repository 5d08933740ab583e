import { createHash } from 'node:crypto';
import { EMPTY_CRC64, formatCrc64, updateCrc64 } from '../tencent/cos/crc64.ts';

/** The checksums of bytes that come one after another. */
export interface Digests {
  readonly update: (bytes: Uint8Array) => void;
  /** In hex, lower case. No bytes can follow then. */
  readonly sha256: () => string;
  /** As COS writes it; '' where it is not made. */
  readonly crc64: () => string;
}

/** SHA-256 alone: it vouches for the bytes better than a CRC, which takes twice the time. */
export function sha256Digest(): Digests {
  const sha256 = createHash('sha256');
  return {
    update: (bytes) => void sha256.update(bytes),
    sha256: () => sha256.digest('hex'),
    crc64: () => '',
  };
}

/** Both, where nobody said what SHA-256 to expect: then the CRC-64 is what storage vouches with. */
export function sha256AndCrc64Digests(): Digests {
  const { update, sha256 } = sha256Digest();
  let crc64 = EMPTY_CRC64;
  return {
    update: (bytes) => {
      update(bytes);
      crc64 = updateCrc64(crc64, bytes);
    },
    sha256,
    crc64: () => formatCrc64(crc64),
  };
}

/**
 * The digest in lower-case hex, be it given in hex of any case or in base64, with or without
 * padding, as SCF's CodeSha256 and others write it. What is no SHA-256 stays as it is.
 */
export function toHexSha256(given: string): string {
  const digest = given.trim();
  if (/^[0-9a-f]{64}$/i.test(digest)) return digest.toLowerCase();
  return /^[\w+/-]{43}=?$/.test(digest) ? Buffer.from(digest, 'base64').toString('hex') : digest;
}
