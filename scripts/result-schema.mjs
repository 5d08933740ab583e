// The schema of the output `result`. Its properties are written by hand where they have a form of
// their own; other outputs get one from their declaration.
import { OUTPUTS } from '../src/github/outputs.ts';

/** Outputs that are no part of the result. */
const LEFT_OUT = ['plan', 'result'];

/** Adds a property for each output that has none, after that of the output before it. */
export function fillResultSchema(before) {
  const schema = JSON.parse(before);
  const names = Object.keys(OUTPUTS).filter((name) => !LEFT_OUT.includes(name));
  const properties = Object.entries(schema.properties);
  names.forEach((name, at) => {
    if (properties.some(([known]) => known === name)) return;
    const previous = properties.findIndex(([known]) => known === names[at - 1]);
    const { type = 'string', description } = OUTPUTS[name];
    properties.splice(previous + 1, 0, [name, { type, description }]);
  });
  return JSON.stringify({ ...schema, properties: Object.fromEntries(properties) });
}
