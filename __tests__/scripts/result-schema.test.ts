import { describe, expect, it } from '@jest/globals';
import { fillResultSchema } from '../../scripts/result-schema.mjs';

const OUTPUTS = {
  first: { description: 'Text.' },
  second: { description: 'A number.', type: 'integer' },
  plan: { description: 'No part of the result.' },
};
const schemaOf = (properties: object) => JSON.stringify({ title: 'Result', properties });

describe('the schema of the result', () => {
  it('gets a property for each output that has none, in the order of the outputs', () => {
    const before = schemaOf({ first: { $ref: '#/$defs/time' }, target: { type: 'object' } });
    const filled = fillResultSchema(before, OUTPUTS);
    expect(filled).toBe(
      schemaOf({
        first: { $ref: '#/$defs/time' },
        second: { type: 'integer', description: 'A number.' },
        target: { type: 'object' },
      }),
    );
    expect(fillResultSchema(filled, OUTPUTS)).toBe(filled);
  });

  it.each([
    ['a number', { second: { type: 'string' } }],
    ['a text', { first: { type: 'boolean' } }],
  ])('is not filled if it has another type for %s', (_, properties) => {
    expect(() => fillResultSchema(schemaOf(properties), OUTPUTS)).toThrow(Error);
  });
});
