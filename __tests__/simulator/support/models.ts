import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const PACKAGE = 'tencentcloud-sdk-nodejs/tencentcloud/services/tem/v20210701';

/** A member of one of the official SDK's interfaces. */
export interface Member {
  type: string;
  optional: boolean;
  /** The documentation says that it may be null. */
  nullable: boolean;
}

const source = officialText('tem_models.d.ts');

/** A file of the official package. */
export function officialText(file: string): string {
  return readFileSync(createRequire(import.meta.url).resolve(`${PACKAGE}/${file}`), 'utf8');
}

/** The members of an interface of the official type definitions. */
export function officialModel(name: string): Record<string, Member> {
  const start = source.indexOf(`export interface ${name} {`);
  if (start < 0) throw new Error(`The official package has no ${name}.`);
  const text = source.slice(start, source.indexOf('\n}', start));
  const members = text.matchAll(/\/\*\*(.*?)\*\/\s+(\w+)(\??): ([^;]+);/gs);
  return Object.fromEntries(
    [...members].map(([, comment = '', member = '', mark, type = '']) => [
      member,
      { type, optional: mark === '?', nullable: comment.includes('返回 null') },
    ]),
  );
}

/** Where a value differs from an official type: names of members, their types, null where not documented. */
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
  const model = officialModel(type);
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(model, name));
  const known = Object.entries(model).flatMap(([name, member]) => {
    if (value[name] === null && member.nullable) return [];
    if (value[name] === undefined) return [`${path}.${name} is missing`];
    return deviations(value[name], member.type, `${path}.${name}`);
  });
  return [...unknown.map((name) => `${path}.${name} is not official`), ...known];
}
