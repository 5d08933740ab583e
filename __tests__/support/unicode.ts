import fc from 'fast-check';

const SURROGATES = { first: 0xd800, count: 0x800 };

const codePoint = fc.integer({ min: 0, max: 0x10ffff - SURROGATES.count }).map((index) => {
  return String.fromCodePoint(index < SURROGATES.first ? index : index + SURROGATES.count);
});

/**
 * Any text of whole code points. fast-check's own `unit: 'binary'` generates the same, but builds a
 * table of all code points first, which costs 1.5 s of processor time in every test file.
 */
export function anyUnicode(lengths: { minLength?: number; maxLength?: number } = {}) {
  return fc.string({ unit: codePoint, ...lengths });
}
