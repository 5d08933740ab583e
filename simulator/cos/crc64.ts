/** CRC-64/XZ, which COS answers as x-cos-hash-crc64ecma. */

const POLYNOMIAL = 0xc96c5795d7870f42n;
const TOP_BIT = 1n << 63n;
const LOW_WORD = 0xffffffffn;

interface Tables {
  high: Int32Array;
  low: Int32Array;
}

/** Eight tables of 256: the effect of a byte that 0 to 7 more bytes follow. */
const { high: HIGH, low: LOW }: Tables = buildTables();

export class Crc64 {
  // Two 32-bit halves: arithmetic on bigints would be too slow for gigabytes.
  #high = -1;
  #low = -1;

  update(bytes: Uint8Array): this {
    let high = this.#high;
    let low = this.#low;
    const wholeWords = bytes.length & ~7;
    let at = 0;
    for (; at < wholeWords; at += 8) {
      low ^= wordAt(bytes, at);
      high ^= wordAt(bytes, at + 4);
      const a = 1792 + (low & 255);
      const b = 1536 + ((low >>> 8) & 255);
      const c = 1280 + ((low >>> 16) & 255);
      const d = 1024 + (low >>> 24);
      const e = 768 + (high & 255);
      const f = 512 + ((high >>> 8) & 255);
      const g = 256 + ((high >>> 16) & 255);
      const h = high >>> 24;
      high = fold(HIGH, a, b, c, d) ^ fold(HIGH, e, f, g, h);
      low = fold(LOW, a, b, c, d) ^ fold(LOW, e, f, g, h);
    }
    for (; at < bytes.length; at += 1) {
      const index = (low ^ (bytes[at] ?? 0)) & 255;
      low = ((low >>> 8) | (high << 24)) ^ (LOW[index] ?? 0);
      high = (high >>> 8) ^ (HIGH[index] ?? 0);
    }
    this.#high = high;
    this.#low = low;
    return this;
  }

  value(): bigint {
    return (BigInt(~this.#high >>> 0) << 32n) | BigInt(~this.#low >>> 0);
  }
}

/** The CRC of two texts after one another, from the CRC of each and the second one's length in bytes. */
export function combineCrc64(first: bigint, second: bigint, secondLength: number): bigint {
  return multiply(powerOfX(BigInt(secondLength) * 8n), first) ^ second;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

function fold(table: Int32Array, a: number, b: number, c: number, d: number): number {
  return (table[a] ?? 0) ^ (table[b] ?? 0) ^ (table[c] ?? 0) ^ (table[d] ?? 0);
}

function buildTables(): Tables {
  const high = new Int32Array(8 * 256);
  const low = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = BigInt(byte);
    for (let table = 0; table < 8; table += 1) {
      for (let bit = 0; bit < 8; bit += 1) crc = timesX(crc);
      high[table * 256 + byte] = Number(BigInt.asIntN(32, crc >> 32n));
      low[table * 256 + byte] = Number(BigInt.asIntN(32, crc & LOW_WORD));
    }
  }
  return { high, low };
}

// Polynomials over GF(2) modulo POLYNOMIAL; the top bit is the coefficient of x^0.

function timesX(polynomial: bigint): bigint {
  return (polynomial & 1n) === 1n ? (polynomial >> 1n) ^ POLYNOMIAL : polynomial >> 1n;
}

function multiply(a: bigint, b: bigint): bigint {
  let product = 0n;
  let term = b;
  for (let bit = TOP_BIT; bit > 0n; bit >>= 1n) {
    if ((a & bit) !== 0n) product ^= term;
    term = timesX(term);
  }
  return product;
}

function powerOfX(exponent: bigint): bigint {
  let power = TOP_BIT;
  let square = TOP_BIT >> 1n;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) power = multiply(square, power);
    square = multiply(square, square);
  }
  return power;
}
