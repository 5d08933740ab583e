import type { JsonObject } from '../../src/tencent/json.ts';
import type { Answer } from '../evidence.ts';
import { getErrorCode } from '../evidence.ts';
import type { Field, FieldType, ReadFields } from './model.ts';
import { KNOWN_WORDS } from './words.ts';

/** Where an answer differs from the official package. */
export interface Difference {
  readonly service: string;
  readonly action: string;
  /** Such as `Result.PodList[].Status`. */
  readonly path: string;
  readonly kind: 'unknown-field' | 'missing-field' | 'other-type' | 'new-word';
  /** The type or the word that was seen; '' for a missing field. */
  readonly seen: string;
}

/** Compares every answer with the official package's model. Each difference is listed once. */
export function compareWithModel(answers: readonly Answer[], readFields: ReadFields): Difference[] {
  const found = new Map<string, Difference>();
  for (const answer of answers) {
    if (answer.response === null || getErrorCode(answer) !== '') continue;
    const { action, service } = answer;
    const type: FieldType = { kind: 'object', name: `${action}Response` };
    for (const each of compareValue(answer.response, type, '', { service, readFields })) {
      const difference = { service, action, ...each };
      found.set(JSON.stringify(difference), difference);
    }
  }
  return [...found.values()].sort((a, b) => sortKey(a).localeCompare(sortKey(b)));
}

const sortKey = ({ action, kind, path, service }: Difference): string =>
  [service, action, kind, path].join(' ');

type Found = Pick<Difference, 'path' | 'kind' | 'seen'>;

interface Model {
  readonly service: string;
  readonly readFields: ReadFields;
}

function compareValue(value: unknown, type: FieldType, path: string, model: Model): Found[] {
  if (type.kind === 'list') {
    if (!Array.isArray(value)) return [{ path, kind: 'other-type', seen: typeName(value) }];
    return value.flatMap((each) => compareValue(each, type.of, `${path}[]`, model));
  }
  if (typeName(value) !== type.kind) return [{ path, kind: 'other-type', seen: typeName(value) }];
  if (type.kind !== 'object') return [];
  const fields = model.readFields(model.service, type.name);
  return fields ? compareFields(value as JsonObject, fields, path, type.name, model) : [];
}

function compareFields(
  value: JsonObject,
  fields: Readonly<Record<string, Field>>,
  path: string,
  typeOf: string,
  model: Model,
): Found[] {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const unknown = Object.entries(value)
    .filter(([name]) => !Object.hasOwn(fields, name))
    .map(
      ([name, each]) => ({ path: at(name), kind: 'unknown-field', seen: typeName(each) }) as const,
    );
  const known = Object.entries(fields).flatMap(([name, { isNullable, type }]): Found[] => {
    const each = value[name];
    if (each === undefined) return [{ path: at(name), kind: 'missing-field', seen: '' }];
    if (each === null && isNullable) return [];
    const words = KNOWN_WORDS[`${typeOf}.${name}`];
    const isNew = words !== undefined && typeof each === 'string' && !words.includes(each);
    return isNew
      ? [{ path: at(name), kind: 'new-word', seen: each }]
      : compareValue(each, type, at(name), model);
  });
  return [...unknown, ...known];
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}
