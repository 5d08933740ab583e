import { commentedModel, typedModel } from '../../__tests__/simulator/support/official-models.ts';
import type { Model } from '../../__tests__/simulator/support/official-models.ts';
import { VERSIONS } from '../services.ts';

/** Reads a model of a service from the official packages for Node.js. */
function readModel(service: string, name: string): Model {
  const version = `v${(VERSIONS[service] ?? '').replaceAll('-', '')}`;
  // Only the international package has the management of CAR's applications.
  const read = service === 'car' ? commentedModel : typedModel;
  return read(service, version, name);
}

/** A type of a field, taken apart. */
export type FieldType =
  | { readonly kind: 'string' | 'number' | 'boolean' }
  | { readonly kind: 'list'; readonly of: FieldType }
  | { readonly kind: 'object'; readonly name: string };

export interface Field {
  readonly type: FieldType;
  /** Whether the documentation says that it may be null, or does not say. */
  readonly isNullable: boolean;
}

/** The fields of a type; undefined for a type that the package does not have. */
export type ReadFields = (
  service: string,
  typeName: string,
) => Readonly<Record<string, Field>> | undefined;

const known = new Map<string, ReturnType<ReadFields>>();

/** Reads the official packages, each type once. */
export const readOfficialFields: ReadFields = (service, typeName) => {
  const key = `${service}.${typeName}`;
  if (!known.has(key)) known.set(key, readFields(service, typeName));
  return known.get(key);
};

const readFields: ReadFields = (service, typeName) => {
  try {
    const model = readModel(service, typeName);
    return Object.fromEntries(
      Object.entries(model).map(([name, { nullable, type }]) => [
        name,
        { type: parseType(type), isNullable: nullable },
      ]),
    );
  } catch {
    return undefined;
  }
};

/** Parses `Array<Pair>`, `Array.<Pair>`, `number | null` and plain names. */
export function parseType(text: string): FieldType {
  const plain = text.replace(/\s*\|\s*null\b/, '').trim();
  const element = /^Array\.?<(.+)>$/.exec(plain)?.[1];
  if (element !== undefined) return { kind: 'list', of: parseType(element) };
  switch (plain) {
    case 'string':
    case 'number':
    case 'boolean':
      return { kind: plain };
    default:
      return { kind: 'object', name: plain };
  }
}
