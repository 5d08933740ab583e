import { cosError } from './errors.ts';

/** Parameter names, as sent, to decoded values. */
export type CosQuery = ReadonlyMap<string, string>;

/** Throws InvalidURI. */
export function parseQuery(text: string): CosQuery {
  const pairs = text.split('&').filter((pair) => pair !== '');
  return new Map(
    pairs.map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      if (equals < 0) return [decode(pair), ''];
      return [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    }),
  );
}

/** Percent-decoding; a plus sign stays one. Throws InvalidURI. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw cosError('InvalidURI');
  }
}

/** Percent-encodes all but letters, digits and "-_.~", as COS signs it. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => {
    return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

export function encodeKey(key: string): string {
  return key.split('/').map(encode).join('/');
}
