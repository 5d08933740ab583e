import { describe, expect, it } from '@jest/globals';
import { filePatterns } from '../../../src/github/inputs/file-pattern-parser.ts';

describe('patterns of files', () => {
  it.each([
    ['build/*.jar', 'build/*.jar'],
    ['a.jar\r\n\n  !b.jar', 'a.jar\n!b.jar'],
    ['!(a|b).jar', '!(a|b).jar'],
  ])('are lines: %j', (text, value) => {
    expect(filePatterns.parse(text)).toEqual({ value });
  });

  it.each(['!b.jar', 'a\u0000.jar', 'a\tb'])('are refused: %j', (text) => {
    expect(filePatterns.parse(text)).toHaveProperty('problem');
  });
});
