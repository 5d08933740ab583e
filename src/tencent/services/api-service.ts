import type { ApiCall, ApiResponse, Call } from '../api-client.ts';
import { AmbiguousResponseError } from '../api-errors.ts';
import type { JsonObject } from '../json.ts';
import type { Effect } from '../retry.ts';

/** A value of an answer, with the RequestId to quote to support. */
export interface ApiResult<T> {
  readonly value: T;
  readonly requestId: string;
}

/** The calls of one service; parameters that are undefined are not sent. */
export interface Service {
  readonly read: (action: string, parameters: JsonObject) => Promise<ApiResponse>;
  readonly change: (action: string, parameters: JsonObject) => Promise<ApiResponse>;
  /** A change that is never sent again here, not even after a rate limit. */
  readonly guardedChange: (action: string, parameters: JsonObject) => Promise<ApiResponse>;
  /** A read without a signature; `unsignedParameters` is as in ApiCall. */
  readonly readUnsigned: (
    action: string,
    parameters: JsonObject,
    unsignedParameters: NonNullable<ApiCall['unsignedParameters']>,
  ) => Promise<ApiResponse>;
  /** The error for an answer without a field that we rely on: whether it was done is unknown. */
  readonly missingField: (action: string, what: string) => AmbiguousResponseError;
}

/** `service` as it stands in the host name, `version` as in X-TC-Version. */
export function createService(call: Call, service: string, version: string): Service {
  const send =
    (effect: Effect) =>
    (action: string, parameters: JsonObject, unsignedParameters?: ApiCall['unsignedParameters']) =>
      call({
        service,
        version,
        action,
        effect,
        parameters: omitUndefined(parameters),
        ...(unsignedParameters ? { unsignedParameters } : {}),
      });
  return {
    read: send('read'),
    change: send('change'),
    guardedChange: send('guarded-change'),
    readUnsigned: send('read'),
    missingField: (action, what) =>
      new AmbiguousResponseError({ service, action, message: `the answer has no ${what}` }),
  };
}

function omitUndefined(parameters: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}

/** One page of a list, as the API gives it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many there are on all pages; it may be missing (0) or wrong. */
  readonly total: number;
}

export type ReadPage<Item> = (limit: number, offset: number) => Promise<Page<Item>>;

/** The API's own default is 20; unknown: its maximum, so a shorter page than asked for is no end. */
const PAGE_SIZE = 100;

/** Far more than a list has: no answer, however wrong, keeps us reading for ever. */
const MAX_PAGES = 100;

/**
 * All items of a paged list, each once by `idOf`; a page that brings nothing new is the end.
 * Unknown: whether Offset counts items or pages. So the second page is read with Offset 1: where it
 * shows most of the first one again, Offset counts items. Rejects as `readPage` does.
 */
export async function readAllPages<Item>(
  readPage: ReadPage<Item>,
  idOf: (item: Item) => string,
): Promise<Item[]> {
  const found = new Map<string, Item>();
  let total = 0;

  const read = async (offset: number) => {
    const page = await readPage(PAGE_SIZE, offset);
    const before = found.size;
    for (const item of page.items) found.set(idOf(item), item);
    total = Math.max(total, page.total);
    const { length } = page.items;
    const fresh = found.size - before;
    const isMore = fresh > 0 && (found.size < total || length >= PAGE_SIZE);
    return { length, isMostlyKnown: fresh * 2 <= length, isMore };
  };

  let page = await read(0);
  if (page.isMore) {
    page = await read(1);
    const countsItems = page.isMostlyKnown;
    for (let offset = 1, pages = 2; page.isMore && pages < MAX_PAGES; pages += 1) {
      offset += countsItems ? page.length : 1;
      page = await read(offset);
    }
  }
  return [...found.values()];
}
