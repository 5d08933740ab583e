import { cosError } from './errors.ts';
import { decode } from './query.ts';
import type { CosQuery } from './query.ts';

/** What a signature says of itself. */
export interface CosAuthorization {
  secretId: string;
  /** "start;end", seconds since 1970. */
  keyTime: string;
  startsAt: number;
  endsAt: number;
  /** Lower-case names. */
  headerList: string[];
  /** Lower-case, encoded names. */
  parameterList: string[];
  signature: string;
  isPresigned: boolean;
}

const NAMES = ['q-sign-algorithm', 'q-ak', 'q-sign-time', 'q-key-time', 'q-signature'];

/** From the header or, for a pre-signed URL, from the query. Throws AccessDenied. */
export function readAuthorization(header: string | null, query: CosQuery): CosAuthorization {
  if (header === null && !query.has('q-signature')) throw cosError('AccessDenied');
  const fields = header === null ? query : parseHeader(header);
  const field = (name: string): string => fields.get(name) ?? '';
  const [startsAt = '', endsAt = ''] = field('q-sign-time').split(';');
  // unknown: how COS refuses a malformed signature. Its SDK's code cannot verify two different times.
  const isWhole =
    NAMES.every((name) => field(name) !== '') &&
    field('q-sign-algorithm') === 'sha1' &&
    field('q-sign-time') === field('q-key-time') &&
    /^\d+;\d+$/.test(field('q-sign-time'));
  if (!isWhole) throw cosError('AccessDenied', { message: 'The Authorization is malformed.' });
  return {
    secretId: field('q-ak'),
    keyTime: field('q-sign-time'),
    startsAt: Number(startsAt),
    endsAt: Number(endsAt),
    headerList: list(field('q-header-list')),
    parameterList: list(field('q-url-param-list')),
    signature: field('q-signature'),
    isPresigned: header === null,
  };
}

function parseHeader(header: string): CosQuery {
  return new Map(
    header.split('&').map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, Math.max(0, equals)), decode(pair.slice(equals + 1))];
    }),
  );
}

function list(text: string): string[] {
  return text.split(';').filter((name) => name !== '');
}
