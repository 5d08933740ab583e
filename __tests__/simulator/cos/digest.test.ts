import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { combineCrc64, digestOf, updateCrc64 } from '../../../simulator/cos/digest.ts';

const vectors = JSON.parse(
  readFileSync(new URL('../../vectors.json', import.meta.url), 'utf8'),
) as {
  crc64: { input: string; crc64ecma: string }[];
};
const crcOf = (...chunks: Uint8Array[]): bigint => chunks.reduce(updateCrc64, 0n);

/** Bit by bit, as the algorithm is defined. */
function slowCrc(bytes: Uint8Array): bigint {
  let crc = (1n << 64n) - 1n;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc & 1n) === 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n;
    }
  }
  return crc ^ ((1n << 64n) - 1n);
}

const bytes = fc.uint8Array({ maxLength: 100 });

describe('CRC-64', () => {
  it.each(vectors.crc64)('has the check value of $input', ({ input, crc64ecma }) => {
    expect(String(digestOf([Buffer.from(input)]).crc64)).toBe(crc64ecma);
  });

  it('is 0 of nothing', () => {
    expect(crcOf()).toBe(0n);
  });

  it('is what the definition says', () => {
    fc.assert(
      fc.property(bytes, (all) => {
        expect(crcOf(all)).toBe(slowCrc(all));
      }),
    );
  });

  it('does not depend on the pieces', () => {
    fc.assert(
      fc.property(bytes, bytes, bytes, (a, b, c) => {
        expect(crcOf(a, b, c)).toBe(slowCrc(Buffer.concat([a, b, c])));
      }),
    );
  });

  it('of two byte strings follows from theirs', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const combined = combineCrc64(crcOf(a), crcOf(b), b.length);
        expect(combined).toBe(slowCrc(Buffer.concat([a, b])));
      }),
    );
  });
});
