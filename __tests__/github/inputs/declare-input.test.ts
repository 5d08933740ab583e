import { describe, expect, it } from '@jest/globals';
import { camelCase } from '../../../src/github/inputs/declare-input.ts';

describe('a camelCase name', () => {
  it.each([
    ['application-id', 'applicationId'],
    ['beta-batch-num', 'betaBatchNum'],
    ['wait', 'wait'],
  ])('%s -> %s', (name, camel) => {
    expect(camelCase(name)).toBe(camel);
  });
});
