import type { ApiCall } from '../api-client.ts';
import { AmbiguousResponseError } from '../api-errors.ts';
import type { JsonObject } from '../json.ts';
import type { Effect } from '../retry.ts';
import { listTexts, message } from '../../text/message.ts';

/** A value from a response, with the RequestId for Tencent Cloud's support. */
export interface ApiResult<T> {
  readonly value: T;
  readonly requestId: string;
}

/** The calls of one service. Undefined parameters are not sent, because JSON has no such value. */
export interface Service {
  readonly read: (action: string, parameters: JsonObject) => ApiCall;
  readonly change: (action: string, parameters: JsonObject) => ApiCall;
  /** A change that is never retried here, not even after a rate limit. */
  readonly guardedChange: (action: string, parameters: JsonObject) => ApiCall;
  /**
   * Returns the error for a response without one of the fields. Whether the call was executed is
   * unknown then.
   */
  readonly missingField: (action: string, ...fields: readonly string[]) => AmbiguousResponseError;
}

/** Describes a service: its name in the host name, and its version in X-TC-Version. */
export function describeService(service: string, version: string): Service {
  const describe =
    (effect: Effect) =>
    (action: string, parameters: JsonObject): ApiCall => ({
      service,
      version,
      action,
      effect,
      parameters,
    });
  return {
    read: describe('read'),
    change: describe('change'),
    guardedChange: describe('guarded-change'),
    missingField: (action, ...fields) => {
      const text = message('network.missing-field', { field: listTexts(fields, 'or') });
      return new AmbiguousResponseError({ service, action, message: text });
    },
  };
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The number of items on all pages. May be missing (0) or wrong. */
  readonly total: number;
}

export type ReadPage<Item> = (limit: number, offset: number) => Promise<Page<Item>>;

/**
 * The API's default is 20. Unknown (api-page-limit): its maximum, so a page shorter than requested
 * is not the end.
 */
const PAGE_SIZE = 100;

/** Far more than any list has, so that a wrong response cannot cause an endless loop. */
const MAX_PAGES = 200;
/** After this many passes without new items the total is considered wrong. */
const MAX_IDLE_PASSES = 2;

/**
 * Reads all items of a paged list, each once by `idOf`. Unknown (api-page-offset): whether Offset
 * counts items or pages. So the second page is read with Offset 1: if it repeats most of the first
 * one, Offset counts items. Unknown (api-page-order): whether the order is stable between requests.
 * So if items are missing at the end, the list is read again. Rejects as `readPage` does.
 */
export async function readAllPages<Item>(
  readPage: ReadPage<Item>,
  idOf: (item: Item) => string,
): Promise<Item[]> {
  const found = new Map<string, Item>();
  let total = 0;
  let pages = 0;

  const read = async (offset: number) => {
    const page = await readPage(PAGE_SIZE, offset);
    pages += 1;
    const before = found.size;
    for (const item of page.items) found.set(idOf(item), item);
    total = Math.max(total, page.total);
    const { length } = page.items;
    const fresh = found.size - before;
    return { length, fresh, isMostlyKnown: fresh * 2 <= length };
  };
  const isMore = ({ length, fresh }: { length: number; fresh: number }) =>
    fresh > 0 && (found.size < total || length >= PAGE_SIZE);

  let page = await read(0);
  if (!isMore(page)) return [...found.values()];
  page = await read(1);
  const countsItems = page.isMostlyKnown;
  const step = (length: number) => (countsItems ? length : 1);
  for (let offset = 1; isMore(page) && pages < MAX_PAGES;) {
    offset += step(page.length);
    page = await read(offset);
  }

  const canBeWhole = total <= MAX_PAGES * PAGE_SIZE;
  for (let idle = 0; canBeWhole && found.size < total && idle < MAX_IDLE_PASSES;) {
    const before = found.size;
    for (let offset = 0; found.size < total && !isEnd(offset) && pages < MAX_PAGES;) {
      page = await read(offset);
      offset += Math.max(1, step(page.length));
    }
    idle = found.size > before ? 0 : idle + 1;
  }
  return [...found.values()];

  function isEnd(offset: number): boolean {
    return countsItems ? offset >= total : offset * PAGE_SIZE >= total;
  }
}
