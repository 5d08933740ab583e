import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import {
  EMPTY_CRC64,
  combineCrc64,
  formatCrc64,
  updateCrc64,
} from '../../../src/tencent/cos/crc64.ts';

const crcOf = (...chunks: Uint8Array[]) => chunks.reduce(updateCrc64, EMPTY_CRC64);
const bytes = fc.uint8Array({ maxLength: 300 });

/** The definition, bit by bit: CRC-64/XZ in the catalogue of parametrised CRC algorithms. */
function crc64BitByBit(data: Uint8Array): string {
  let crc = 0xffffffffffffffffn;
  for (const byte of data) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) {
      crc = crc & 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n;
    }
  }
  return (crc ^ 0xffffffffffffffffn).toString();
}

describe('CRC-64/XZ', () => {
  const { crc64: vectors } = JSON.parse(
    readFileSync(new URL('../../vectors.json', import.meta.url), 'utf8'),
  ) as { crc64: unknown };

  it('has the check value of the catalogue', () => {
    expect(formatCrc64(crcOf(Buffer.from('123456789')))).toBe('11051210869376104954');
    expect(JSON.stringify(vectors)).toContain('11051210869376104954');
  });

  it('is 0 of nothing', () => {
    expect(formatCrc64(crcOf())).toBe('0');
    expect(formatCrc64(crcOf(new Uint8Array()))).toBe('0');
  });

  it('is what its definition says', () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(formatCrc64(crcOf(data))).toBe(crc64BitByBit(data));
      }),
    );
  });

  it('does not depend on how the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(bytes), (chunks) => {
        expect(crcOf(...chunks)).toEqual(crcOf(Buffer.concat(chunks)));
      }),
    );
  });

  it('combines those of two pieces', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(combineCrc64(crcOf(a), crcOf(b), b.length)).toEqual(crcOf(a, b));
      }),
    );
  });

  it('combines pieces of more than 4 GiB: many zero bytes, doubled', () => {
    let zeros = { crc: crcOf(new Uint8Array(1024)), length: 1024 };
    const single = crcOf(Buffer.from('x'));
    for (let doubling = 0; doubling < 23; doubling += 1) {
      const crc = combineCrc64(zeros.crc, zeros.crc, zeros.length);
      zeros = { crc, length: zeros.length * 2 };
    }
    const half = { crc: zeros.crc, length: zeros.length };
    const atOnce = combineCrc64(combineCrc64(single, half.crc, half.length), half.crc, half.length);
    const whole = combineCrc64(half.crc, half.crc, half.length);
    expect(combineCrc64(single, whole, half.length * 2)).toEqual(atOnce);
  });
});
