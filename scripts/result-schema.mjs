// The schema of the output `result`. Its properties are written by hand; those of new outputs come
// from their declarations.
import { OUTPUTS } from '../src/github/outputs.ts';

/** Outputs that are no part of the result. */
const LEFT_OUT = ['plan', 'result'];

/**
 * Adds a property for each output that has none, after that of the output before it. Throws if a
 * property has another type than its output.
 */
export function fillResultSchema(before, outputs = OUTPUTS) {
  const schema = JSON.parse(before);
  const names = Object.keys(outputs).filter((name) => !LEFT_OUT.includes(name));
  const properties = Object.entries(schema.properties);
  names.forEach((name, at) => {
    const { type = 'string', description } = outputs[name];
    const [, known] = properties.find(([property]) => property === name) ?? [];
    if (known === undefined) {
      const previous = properties.findIndex(([property]) => property === names[at - 1]);
      properties.splice(previous + 1, 0, [name, { type, description }]);
    } else if (['boolean', 'integer'].some((each) => (known.type === each) !== (type === each))) {
      throw new Error(`The schema of the result has another type for ${name}: it is ${type}.`);
    }
  });
  return JSON.stringify({ ...schema, properties: Object.fromEntries(properties) });
}
