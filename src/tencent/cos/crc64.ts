/**
 * CRC-64/XZ (polynomial of ECMA-182, reflected, all ones in and out), the checksum that COS returns
 * in `x-cos-hash-crc64ecma`. Two 32-bit halves, because a BigInt for each byte would be slow.
 */
export interface Crc64 {
  readonly low: number;
  readonly high: number;
}

export const EMPTY_CRC64: Crc64 = { low: 0, high: 0 };

const POLYNOMIAL = 0xc96c5795d7870f42n;
const POLYNOMIAL_LOW = 0xd7870f42;
const POLYNOMIAL_HIGH = 0xc96c5795;

/** Created on first use, because most steps transfer no file. */
let tables: ReturnType<typeof createTables> | undefined;

/** Returns the checksum of the data so far (`crc`) followed by `bytes`. */
export function updateCrc64(crc: Crc64, bytes: Uint8Array): Crc64 {
  tables ??= createTables(8);
  const { lowTable, highTable } = tables;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.byteLength;
  const wholeWords = end - (end % 8);
  let low = ~crc.low;
  let high = ~crc.high;
  let offset = 0;
  for (; offset < wholeWords; offset += 8) {
    const a = low ^ view.getInt32(offset, true);
    const b = high ^ view.getInt32(offset + 4, true);
    const i7 = 0x700 | (a & 0xff);
    const i6 = 0x600 | ((a >>> 8) & 0xff);
    const i5 = 0x500 | ((a >>> 16) & 0xff);
    const i4 = 0x400 | (a >>> 24);
    const i3 = 0x300 | (b & 0xff);
    const i2 = 0x200 | ((b >>> 8) & 0xff);
    const i1 = 0x100 | ((b >>> 16) & 0xff);
    const i0 = b >>> 24;
    low = entry(lowTable, i7) ^ entry(lowTable, i6) ^ entry(lowTable, i5) ^ entry(lowTable, i4);
    low ^= entry(lowTable, i3) ^ entry(lowTable, i2) ^ entry(lowTable, i1) ^ entry(lowTable, i0);
    high =
      entry(highTable, i7) ^ entry(highTable, i6) ^ entry(highTable, i5) ^ entry(highTable, i4);
    high ^=
      entry(highTable, i3) ^ entry(highTable, i2) ^ entry(highTable, i1) ^ entry(highTable, i0);
  }
  for (; offset < end; offset += 1) {
    const index = (low ^ view.getUint8(offset)) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ entry(lowTable, index);
    high = (high >>> 8) ^ entry(highTable, index);
  }
  return { low: ~low >>> 0, high: ~high >>> 0 };
}

/** Returns the checksum of A followed by B, from both checksums and the length of B in bytes. */
export function combineCrc64(a: Crc64, b: Crc64, lengthOfB: number): Crc64 {
  const shifted = multiply(zeroBytesFactor(lengthOfB), toBigInt(a));
  return fromBigInt(shifted ^ toBigInt(b));
}

/** Formats a checksum as COS does: an unsigned decimal number. */
export function formatCrc64(crc: Crc64): string {
  return toBigInt(crc).toString();
}

/**
 * Creates `count` consecutive tables of 256 entries. Table n is for a byte followed by n more
 * bytes.
 */
function createTables(count: number) {
  const lowTable = new Uint32Array(count * 256);
  const highTable = new Uint32Array(count * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let low = byte;
    let high = 0;
    for (let bit = 0; bit < 8; bit += 1) {
      const carry = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      low ^= carry * POLYNOMIAL_LOW;
      high ^= carry * POLYNOMIAL_HIGH;
    }
    lowTable[byte] = low;
    highTable[byte] = high;
  }
  for (let index = 256; index < count * 256; index += 1) {
    const low = entry(lowTable, index - 256);
    const high = entry(highTable, index - 256);
    lowTable[index] = ((low >>> 8) | (high << 24)) ^ entry(lowTable, low & 0xff);
    highTable[index] = (high >>> 8) ^ entry(highTable, low & 0xff);
  }
  return { lowTable, highTable };
}

/** Reads an entry that always exists: all indexes above are masked to the table's size. */
function entry(table: Uint32Array, index: number): number {
  // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- a check would cost half the speed
  return table[index]!;
}

/** 1 in the reflected form, where the highest bit is x^0. */
const ONE = 1n << 63n;
const X_TO_8 = ONE >> 8n;

/**
 * Returns x^(8 · bytes) modulo the polynomial, by repeated squaring: the effect of `bytes` zero
 * bytes on a remainder.
 */
function zeroBytesFactor(bytes: number): bigint {
  let result = ONE;
  let square = X_TO_8;
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(result, square);
    square = multiply(square, square);
  }
  return result;
}

function multiply(a: bigint, b: bigint): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = ONE; bit > 0n; bit >>= 1n) {
    if ((a & bit) !== 0n) product ^= shifted;
    shifted = (shifted & 1n) === 1n ? (shifted >> 1n) ^ POLYNOMIAL : shifted >> 1n;
  }
  return product;
}

function toBigInt(crc: Crc64): bigint {
  return (BigInt(crc.high) << 32n) | BigInt(crc.low);
}

function fromBigInt(value: bigint): Crc64 {
  return { low: Number(value & 0xffffffffn), high: Number(value >> 32n) };
}
