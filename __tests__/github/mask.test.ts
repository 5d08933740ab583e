import { describe, expect, it } from '@jest/globals';
import { createMask } from '../../src/github/mask.ts';

function maskedOf(secret: string): string[] {
  const masked: string[] = [];
  createMask({ setSecret: (text) => masked.push(text) })(secret);
  return masked;
}

describe('a mask', () => {
  it.each([
    ['a secret', 'key-example', ['key-example']],
    [
      'each line of one',
      'first-line\nsecond-line\r\nthird-line',
      ['first-line', 'second-line', 'third-line'],
    ],
    ['no line so short that it would spoil the log', 'first-line\n}\nv1\n', ['first-line']],
    ['each line once', 'first-line\nfirst-line', ['first-line']],
    ['nothing short', '1234567', []],
    ['nothing blank', ' \n\t\n         ', []],
    ['what is between blanks', '  key-example \n', ['key-example']],
    ['nothing', '', []],
  ])('hides %s', (_, secret, expected) => {
    expect(maskedOf(secret)).toEqual(expected);
  });
});
