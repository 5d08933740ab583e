import { readFileSync } from 'node:fs';

/** The part of JSON Schema that docs/result.schema.json uses. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** The schema of the output `result`. */
export const RESULT_SCHEMA = JSON.parse(
  readFileSync(new URL('../../docs/result.schema.json', import.meta.url), 'utf8'),
) as Schema;

const KNOWN = new Set([
  ...['$schema', 'title', 'description', 'type', 'enum', 'pattern', 'maxLength', 'minimum'],
  ...['required', 'additionalProperties', 'properties', 'items', 'anyOf', '$ref', '$defs'],
]);

/** What does not fit the schema, each with its path; throws for a keyword that is not supported. */
export function validate(value: unknown, schema: Schema = RESULT_SCHEMA, path = '$'): string[] {
  const unknown = Object.keys(schema).find((keyword) => !KNOWN.has(keyword));
  if (unknown) throw new Error(`json-schema.ts does not support ${unknown}.`);
  if (schema.$ref) return validate(value, resolve(schema.$ref), path);
  if (schema.anyOf) {
    const fits = schema.anyOf.some((each) => validate(value, each, path).length === 0);
    return fits ? [] : [`${path} fits nothing of anyOf`];
  }
  const types = [schema.type ?? []].flat();
  return [
    ...(types.length > 0 && !types.some((type) => getType(value, type) === type)
      ? [`${path} is no ${types.join(' or ')}`]
      : []),
    ...(schema.enum && !schema.enum.includes(value) ? [`${path} is ${String(value)}`] : []),
    ...(typeof value === 'string' ? validateText(value, schema, path) : []),
    ...(typeof value === 'number' && value < (schema.minimum ?? -Infinity)
      ? [`${path} is too low`]
      : []),
    ...(Array.isArray(value)
      ? value.flatMap((item, at) =>
          schema.items ? validate(item, schema.items, `${path}[${at}]`) : [],
        )
      : []),
    ...(getType(value, 'object') === 'object' ? validateObject(value as object, schema, path) : []),
  ];
}

function resolve(reference: string): Schema {
  const found = RESULT_SCHEMA.$defs?.[reference.replace('#/$defs/', '')];
  if (!found) throw new Error(`There is no ${reference}.`);
  return found;
}

/** An integer is a number, too. */
function getType(value: unknown, wanted: string): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return wanted === 'integer' && Number.isInteger(value) ? 'integer' : typeof value;
}

function validateText(value: string, { maxLength = Infinity, pattern }: Schema, path: string) {
  const isLong = value.length > maxLength;
  const isOther = pattern !== undefined && !new RegExp(pattern, 'u').test(value);
  return [
    ...(isLong ? [`${path} is too long`] : []),
    ...(isOther ? [`${path} is not ${pattern}`] : []),
  ];
}

function validateObject(
  value: object,
  { additionalProperties, properties = {}, required = [] }: Schema,
  path: string,
): string[] {
  const missing = required
    .filter((name) => !(name in value))
    .map((name) => `${path}.${name} is missing`);
  const others = Object.entries(value).flatMap(([name, each]) => {
    const schema = properties[name];
    if (schema) return validate(each, schema, `${path}.${name}`);
    return additionalProperties === false ? [`${path}.${name} is not described`] : [];
  });
  return [...missing, ...others];
}
