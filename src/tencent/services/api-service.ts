import type { ApiCall, ApiResponse, Call } from '../api-client.ts';
import { AmbiguousResponseError } from '../api-errors.ts';
import type { JsonObject } from '../json.ts';
import type { Effect } from '../retry.ts';
import { listTexts, message } from '../../text/message.ts';

/** A value of an answer, with the RequestId to quote to support. */
export interface ApiResult<T> {
  readonly value: T;
  readonly requestId: string;
}

/** The calls of one service; parameters that are undefined are not sent, as JSON has no such value. */
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
  /** The error for an answer without one of the fields: whether the call was executed is unknown. */
  readonly missingField: (action: string, ...fields: readonly string[]) => AmbiguousResponseError;
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
        parameters,
        ...(unsignedParameters ? { unsignedParameters } : {}),
      });
  return {
    read: send('read'),
    change: send('change'),
    guardedChange: send('guarded-change'),
    readUnsigned: send('read'),
    missingField: (action, ...fields) => {
      const text = message('network.missing-field', { field: listTexts(fields, 'or') });
      return new AmbiguousResponseError({ service, action, message: text });
    },
  };
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
const MAX_PAGES = 200;
/** Passes through the whole list that bring nothing new, after which a total is not believed. */
const MAX_IDLE_PASSES = 2;

/**
 * All items of a paged list, each once by `idOf`. Unknown: whether Offset counts items or pages. So
 * the second page is read with Offset 1: where it shows most of the first one again, Offset counts
 * items. Unknown, too: whether the order stays the same from one request to the next. So where items
 * are missing from the total at the end, the list is read again. Rejects as `readPage` does.
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
