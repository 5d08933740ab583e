import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A parameter or a field of an answer, by the official packages. */
export interface OfficialMember {
  /** string, integer, boolean, string-list, or the name of a model. */
  type: string;
  /** Null where the package does not say. */
  required: boolean | null;
}

export type OfficialModel = Record<string, OfficialMember>;

const TYPES: Record<string, string> = {
  string: 'string',
  number: 'integer',
  boolean: 'boolean',
  'Array<string>': 'string-list',
  'Array.<string>': 'string-list',
};
const require = createRequire(import.meta.url);

/** A model of tencentcloud-sdk-nodejs: what is required stands in its types. */
export function typedModel(service: string, version: string, name: string): OfficialModel {
  const path = `tencentcloud-sdk-nodejs/tencentcloud/services/${service}/${version}`;
  const text = section(`${path}/${service}_models.d.ts`, `export interface ${name} {`);
  const members = text.matchAll(/\*\/\s+(\w+)(\??): ([^;]+);/g);
  return Object.fromEntries(
    [...members].map(([, member = '', mark, type = '']) => [
      member,
      { type: TYPES[type] ?? type, required: mark !== '?' },
    ]),
  );
}

/** A model of tencentcloud-sdk-nodejs-intl-en: names and types alone. */
export function commentedModel(service: string, version: string, name: string): OfficialModel {
  const path = `tencentcloud-sdk-nodejs-intl-en/tencentcloud/${service}/${version}/models.js`;
  const text = section(path, `class ${name} extends`);
  const members = text.matchAll(/@type \{(.+?) \|\| null\}\s+\*\/\s+this\.(\w+) = null;/g);
  return Object.fromEntries(
    [...members].map(([, type = '', member = '']) => [
      member,
      { type: TYPES[type] ?? type, required: null },
    ]),
  );
}

function section(path: string, opening: string): string {
  const source = readFileSync(require.resolve(path), 'utf8');
  const start = source.indexOf(opening);
  if (start < 0) throw new Error(`${path} has no ${opening}`);
  return source.slice(start, source.indexOf('\n}', start));
}
