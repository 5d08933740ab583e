import { describe, expect, it } from '@jest/globals';
import { getDeclaration, INPUT_NAMES } from '../../../src/github/inputs/input-declarations.ts';
import { OUTPUTS } from '../../../src/github/outputs.ts';

/** Sentences on one line. What action.yml holds must not look like an expression to GitHub. */
const SENTENCES = /^(?!.*\$\{\{)[^\n]{1,300}[.。]$/;

describe('a declared input', () => {
  const withDefault = INPUT_NAMES.flatMap((name) => {
    const { default: text, parser } = getDeclaration(name);
    return text === undefined ? [] : [{ name, text, parser }];
  });

  it.each(withDefault)('has a default that its parser takes: $name', ({ parser, text }) => {
    expect(parser.parse(text)).toHaveProperty('value');
  });

  it.each(INPUT_NAMES)('is described and shown in one line each: %s', (name) => {
    const { chinese, description, example } = getDeclaration(name);
    expect(description).toMatch(SENTENCES);
    expect(chinese).toMatch(SENTENCES);
    expect(example).toMatch(/^[^\n]{1,80}$/);
  });
});

describe('a declared output', () => {
  it.each(Object.entries(OUTPUTS))('is described in one line: %s', (_, output) => {
    expect(output.description).toMatch(SENTENCES);
    expect(output.chinese).toMatch(SENTENCES);
  });
});
