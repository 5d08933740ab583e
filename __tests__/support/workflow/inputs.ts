import type { Scope, Value } from './evaluate.ts';
import { asText, evaluate } from './evaluate.ts';
import type { Token } from './token.ts';
import { at, entriesOf, itemsOf } from './token.ts';

const NOTHING: Scope = { contexts: {}, status: { success: true, failure: false } };

/**
 * The context `inputs` of a `workflow_dispatch` or `workflow_call`: what is given, else the default.
 * Throws, as GitHub refuses, where one is unknown, missing, or of another type or choice.
 */
export function readInputs(
  definitions: Token | undefined,
  given: Record<string, Value>,
): Record<string, Value> {
  const defined = entriesOf(definitions);
  const unknown = Object.keys(given).filter((name) => !defined.some(([each]) => each === name));
  if (unknown.length > 0) throw new Error(`Unexpected inputs: ${unknown.join(', ')}`);
  return Object.fromEntries(
    defined.map(([name, definition]) => [name, readInput(name, definition, given[name])]),
  );
}

function readInput(name: string, definition: Token, given: Value | undefined): Value {
  const field = (key: string) => {
    const token = at(definition, key);
    return token === undefined ? undefined : evaluate(token, NOTHING);
  };
  const type = asText(field('type') ?? 'string');
  const value = given ?? field('default');
  if (value === undefined) {
    if (field('required') === true) throw new Error(`Required input '${name}' not provided`);
    return ABSENT[type] ?? '';
  }
  const options = itemsOf(at(definition, 'options')).map((option) =>
    asText(evaluate(option, NOTHING)),
  );
  if (type === 'choice' && !options.includes(asText(value))) {
    throw new Error(
      `Provided value '${asText(value)}' for input '${name}' not in ${options.join()}`,
    );
  }
  if (type in ABSENT && typeof value !== type) throw new Error(`Input '${name}' is no ${type}`);
  return value;
}

const ABSENT: Record<string, Value> = { boolean: false, number: 0 };
