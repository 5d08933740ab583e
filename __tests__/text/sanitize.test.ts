import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { truncate, sanitizeLogLine, stripControlChars, quote } from '../../src/text/sanitize.ts';
import { HOSTILE, hostileText } from '../support/hostile.ts';
import { isCommand, LINE_END } from '../support/runner-core.ts';

describe('harmless', () => {
  it.each([
    ['plain text', 'plain text'],
    ['  aligned   columns  ', 'aligned   columns'],
    ['✅ 应用 é 👍', '✅ 应用 é 👍'],
    ['qcs::cam::uin/1:roleName/deploy', 'qcs::cam::uin/1:roleName/deploy'],
    ['::error::owned', ': :error::owned'],
    ['   ::error::owned', ': :error::owned'],
    [':::error::owned', ': ::error::owned'],
    ['\u200b::error::owned', ': :error::owned'],
    [':\u200b:error::owned', ': :error::owned'],
    ['##[command]x', '## [command]x'],
    ['a ###[command]x', 'a ### [command]x'],
    ['#\u200d#[command]x', '## [command]x'],
    ['two\nlines', 'two lines'],
    ['two\r\nlines', 'two lines'],
    ['a\tb\vc\fd\re\u0085f\u2028g\u2029h', 'a b c d e f g h'],
    ['a\u00a0b\u3000c', 'a b c'],
    ['\u001b[1;31mred\u001b[0m', 'red'],
    ['\u001b[?25lhidden cursor', 'hidden cursor'],
    ['\u001b]0;title\u0007text', 'text'],
    ['\u001b]8;;https://x.example\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['\u001b]0;never ends', '0;never ends'],
    ['\u001bPdevice\u001b\\text', 'text'],
    ['\u001b(Bcharset', 'charset'],
    ['\u009b31mred', 'red'],
    ['\u009dtitle\u009ctext', 'text'],
    ['\u0000nul\u0007bell\u007f', 'nulbell'],
    ['user\u202egnp.exe', 'usergnp.exe'],
    ['a\u2066b\u2069c', 'abc'],
    ['half \ud800 a pair', 'half \ufffd a pair'],
    ['\udc00', '\ufffd'],
    ['', ''],
    [' \n ', ''],
  ])('%j -> %j', (text, expected) => {
    expect(sanitizeLogLine(text)).toBe(expected);
  });

  it.each([
    [undefined, ''],
    [null, ''],
    [42, '42'],
    [false, 'false'],
    [10n, '10'],
    [Symbol('x'), 'Symbol(x)'],
    [new Error('::error::x'), ': :error::x'],
    [{ Code: 'a\nb' }, '{"Code":"a\\nb"}'],
    [['a'], '["a"]'],
    [{ toJSON: () => undefined }, 'null'],
    [{ big: 1n }, '[object Object]'],
  ])('takes anything: %#', (value, expected) => {
    expect(sanitizeLogLine(value)).toBe(expected);
  });

  it.each(HOSTILE.map((text) => [text]))('leaves no command in %j', (text) => {
    expect(isCommand(sanitizeLogLine(text))).toBe(false);
  });

  it('makes any text one line without commands, of a sane length, and leaves it then', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = sanitizeLogLine(text);
        expect(isCommand(line)).toBe(false);
        expect(line.split(LINE_END)).toHaveLength(1);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(line.length).toBeLessThanOrEqual(2_000);
        expect(sanitizeLogLine(line)).toBe(line);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves ordinary text alone', () => {
    const ordinary = fc.stringMatching(/^[A-Za-z0-9](?:[ -~]{0,30}[A-Za-z0-9])?$/);
    fc.assert(
      fc.property(
        ordinary.filter((text) => !text.includes('##[')),
        (text) => {
          expect(sanitizeLogLine(text)).toBe(text);
        },
      ),
    );
  });

  it.each([
    ['at 2,000 characters', 'a'.repeat(2_000), 'a'.repeat(2_000)],
    ['over 2,000 characters', 'a'.repeat(2_001), `${'a'.repeat(1_999)}…`],
    ['between halves of a pair', `${'a'.repeat(1_998)}👍b`, `${'a'.repeat(1_998)}…`],
    ['after a blank', `${'a'.repeat(1_990)}${' '.repeat(50)}b`, `${'a'.repeat(1_990)}…`],
    ['over 2,000 by what is broken up', `##[${'a'.repeat(1_997)}`, `## [${'a'.repeat(1_995)}…`],
    ['of megabytes', 'a\n'.repeat(1_000_000), `${'a '.repeat(999)}a…`],
    ['of megabytes, most of them nothing', `a${'\u0000'.repeat(1_000_000)}b`, 'a…'],
  ])('cuts a text %s', (_, text, expected) => {
    expect(sanitizeLogLine(text)).toBe(expected);
  });

  it('takes no time for what would make a search go back and forth', () => {
    const began = performance.now();
    for (const unit of ['\u001b]', '\u009d', '\u001b[', '\u001b[;', '\u009b0', '##[', '\u001bP;']) {
      sanitizeLogLine(unit.repeat(500_000));
    }
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('printable', () => {
  it('keeps what only a log must not hold', () => {
    expect(stripControlChars('::x ##[y]')).toBe('::x ##[y]');
  });
});

describe('quoted', () => {
  it.each([
    ['soon', '"soon"'],
    ['::a\n', '": :a"'],
    ['x'.repeat(41), `"${'x'.repeat(39)}…"`],
  ])('%j', (text, expected) => {
    expect(quote(text)).toBe(expected);
  });
});

describe('cut', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['👍👍', 3, '👍…'],
    ['👍👍', 2, '…'],
  ])('%s to %d', (text, longest, expected) => {
    expect(truncate(text, longest)).toBe(expected);
  });
});
