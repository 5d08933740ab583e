import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findNameWindowsRefuses, sanitizeFileName } from '../../src/transfer/file-name.ts';
import { anyUnicode } from '../support/unicode.ts';
import { anyText } from './any-text.ts';

describe('findNameWindowsRefuses', () => {
  it.each([
    ['CON', 'CON'],
    ['build\\aux.txt', 'aux.txt'],
    ['build/nul', 'nul'],
    ['com1.zip', 'com1.zip'],
    ['LPT².zip', 'LPT².zip'],
    ['conin$', 'conin$'],
    ['report.', 'report.'],
    ['old \\x.zip', 'old '],
    ['...', '...'],
    ['a.zip:stream', 'a.zip:stream'],
    ['a.zip::$DATA', 'a.zip::$DATA'],
    ['D:\\a\\x*.zip', 'x*.zip'],
    ['D:aux', 'aux'],
    ['\\\\?\\D:\\a\\prn', 'prn'],
    ['//server/share/lpt1/x', 'lpt1'],
    [`a/${'x'.repeat(256)}/b`, 'x'.repeat(256)],
  ])('finds a name in %j', (path, name) => {
    expect(findNameWindowsRefuses(path)).toBe(name);
  });

  it.each([
    '.',
    '..\\x.zip',
    'D:\\a\\b\\',
    'console.log',
    'build/falcon',
    'build/com10.zip',
    '.x',
    '\\\\s\\s\\x',
    `D:/${`${'x'.repeat(255)}/`.repeat(9)}`,
  ])('finds none in %j', (path) => {
    expect(findNameWindowsRefuses(path)).toBeUndefined();
  });
});

describe('sanitizeFileName', () => {
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
    ['a.jar:stream', 'a.jar_stream'],
    ['C:\\Windows\\win.ini', 'C__Windows_win.ini'],
    ['\\\\server\\share\\x', '__server_share_x'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['Com1.tar.gz', '_Com1.tar.gz'],
    ['aux .txt', '_aux .txt'],
    ['com¹', '_com¹'],
    ['console.log', 'console.log'],
    ['falcon.zip', 'falcon.zip'],
    ['com10.zip', 'com10.zip'],
  ])('makes %j %j', (key, name) => {
    expect(sanitizeFileName(key)).toBe(name);
  });

  it('cuts before the extension, between characters', () => {
    expect(sanitizeFileName(`${'云'.repeat(300)}.tar.gz`)).toBe(`${'云'.repeat(65)}.gz`);
    expect(sanitizeFileName('x'.repeat(300))).toBe('x'.repeat(200));
    const longest = `${'x'.repeat(196)}.zip`;
    expect(sanitizeFileName(longest)).toBe(longest);
    expect(sanitizeFileName(`x${longest}`)).toBe(longest);
    expect(sanitizeFileName(`${'x'.repeat(199)}. ${'y'.repeat(99)}`)).toBe('x'.repeat(199));
  });

  it('gives one harmless segment, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(anyUnicode(), anyText), (key) => {
        const name = sanitizeFileName(key);
        expect(name).toMatch(/^[^/\\\p{Cc}.][^/\\\p{Cc}]*$/u);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(201);
        expect(findNameWindowsRefuses(name)).toBeUndefined();
      }),
    );
  });
});
