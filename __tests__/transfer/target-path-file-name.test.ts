import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sanitizeFileName } from '../../src/transfer/target-path.ts';
import { anyUnicode } from '../support/unicode.ts';

describe('safeFileName', () => {
  it.each([
    ['a/b/code.zip', 'code.zip'],
    ['a/b/', 'b'],
    ['应用 1.jar', '应用 1.jar'],
    ['a\\..\\b', 'a_.._b'],
    ['a\u0000b\nc\u202ed', 'a_b_c_d'],
    ['a:b*?"<>|', 'a_b______'],
    ['.bashrc', 'bashrc'],
    ['../..', 'download'],
    ['', 'download'],
    ['name. .', 'name'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['Com1.tar.gz', '_Com1.tar.gz'],
    ['console.log', 'console.log'],
  ])('makes %j %j', (key, name) => {
    expect(sanitizeFileName(key)).toBe(name);
  });

  it('cuts before the extension, between characters', () => {
    expect(sanitizeFileName(`${'云'.repeat(300)}.tar.gz`)).toBe(`${'云'.repeat(65)}.gz`);
    expect(sanitizeFileName('x'.repeat(300))).toBe('x'.repeat(200));
  });

  it('gives one harmless segment, whatever it is given', () => {
    fc.assert(
      fc.property(anyUnicode(), (key) => {
        const name = sanitizeFileName(key);
        expect(name).toMatch(/^[^/\\\p{Cc}.][^/\\\p{Cc}]*$/u);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(201);
      }),
    );
  });
});
