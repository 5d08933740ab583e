import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A parameter or a field of an answer in an official package. */
export interface Member {
  /** As the package writes it. */
  type: string;
  /** Null if the package does not say. */
  required: boolean | null;
  /** The documentation says that it may be null. */
  nullable: boolean;
}

export type Model = Record<string, Member>;

const require = createRequire(import.meta.url);

/** A model of tencentcloud-sdk-nodejs. `version` is like "v20210701". */
export function typedModel(service: string, version: string, name: string): Model {
  const path = `tencentcloud-sdk-nodejs/tencentcloud/services/${service}/${version}`;
  const text = section(`${path}/${service}_models.d.ts`, `export interface ${name} {`);
  const members = text.matchAll(/\/\*\*(.*?)\*\/\s+(\w+)(\??): ([^;]+);/gs);
  return Object.fromEntries(
    [...members].map(([, comment = '', member = '', mark, type = '']) => [
      member,
      { type, required: mark !== '?', nullable: comment.includes('返回 null') },
    ]),
  );
}

/** A model of tencentcloud-sdk-nodejs-intl-en, which has only names and types. */
export function commentedModel(service: string, version: string, name: string): Model {
  const path = `tencentcloud-sdk-nodejs-intl-en/tencentcloud/${service}/${version}/models.js`;
  const text = section(path, `class ${name} extends`);
  const members = text.matchAll(/@type \{(.+?) \|\| null\}\s+\*\/\s+this\.(\w+) = null;/g);
  return Object.fromEntries(
    [...members].map(([, type = '', member = '']) => [
      member,
      { type, required: null, nullable: true },
    ]),
  );
}

function section(path: string, opening: string): string {
  const source = readFileSync(require.resolve(path), 'utf8');
  const start = source.indexOf(opening);
  if (start < 0) throw new Error(`${path} has no ${opening}`);
  return source.slice(start, source.indexOf('\n}', start));
}

/** Where a value differs from a type of TEM: names of members, their types, null where not documented. */
export function deviations(value: unknown, type: string, path: string): string[] {
  const element = /^Array<(.+)>$/.exec(type)?.[1];
  if (element !== undefined) {
    if (!Array.isArray(value)) return [`${path} is no array`];
    return value.flatMap((each, index) => deviations(each, element, `${path}[${index}]`));
  }
  if (['string', 'number', 'boolean'].includes(type)) {
    return typeof value === type ? [] : [`${path} is no ${type}`];
  }
  if (typeof value !== 'object' || value === null) return [`${path} is no object`];
  return memberDeviations(value as Record<string, unknown>, type, path);
}

function memberDeviations(value: Record<string, unknown>, type: string, path: string): string[] {
  const model = typedModel('tem', 'v20210701', type);
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(model, name));
  const known = Object.entries(model).flatMap(([name, member]) => {
    if (value[name] === null && member.nullable) return [];
    if (value[name] === undefined) return [`${path}.${name} is missing`];
    return deviations(value[name], member.type, `${path}.${name}`);
  });
  return [...unknown.map((name) => `${path}.${name} is not official`), ...known];
}
