import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readAllPages } from '../../../src/tencent/services/api-service.ts';
import { asObject, asObjects, readNumber, readText } from '../../../src/tencent/json.ts';

interface PageRequest {
  readonly limit: number;
  readonly offset: number;
  /** How many pages were asked for before this one. */
  readonly asked: number;
}

type Server = (request: PageRequest) => unknown;

const pod = (index: number) => ({ PodId: `pod-${String(index)}`, Status: 'Running' });
const pods = (count: number) => Array.from({ length: count }, (_, index) => pod(index));

/** The IDs that are read from a server, and in how many requests. */
async function readFrom(server: Server): Promise<{ ids: string[]; requests: number }> {
  let requests = 0;
  const readPage = (limit: number, offset: number) => {
    const page = asObject(server({ limit, offset, asked: requests }));
    requests += 1;
    // A loop without a pause would starve the test's own timeout.
    if (requests > 1_000) throw new Error('it reads for ever');
    return Promise.resolve({
      items: asObjects(page?.PodList),
      total: readNumber(page, 'TotalCount') ?? 0,
    });
  };
  const idOf = (item: Parameters<typeof readText>[0]) => readText(item, 'PodId');
  const found = await readAllPages(readPage, idOf);
  return { ids: found.map(idOf), requests };
}

interface Habits {
  readonly count: number;
  /** The most that it puts on a page. */
  readonly cap?: number;
  readonly offsetCounts?: 'pods' | 'pages';
  readonly total?: unknown;
  /** What it answers where there is nothing. */
  readonly beyond?: unknown;
}

/** A server with these habits. */
function server({ count, cap = Infinity, offsetCounts = 'pods', ...rest }: Habits): Server {
  const all = pods(count);
  const total = 'total' in rest ? rest.total : count;
  return ({ limit, offset }) => {
    const size = Math.min(limit, cap);
    const from = offsetCounts === 'pods' ? offset : offset * size;
    const list = all.slice(from, from + size);
    if (list.length === 0 && 'beyond' in rest) return rest.beyond;
    return { Offset: offset, Limit: size, TotalCount: total, PodList: list };
  };
}

const idsOf = (count: number) => pods(count).map(({ PodId }) => PodId);

describe('readAllPages', () => {
  it.each<[string, Habits]>([
    ['none', { count: 0 }],
    ['one', { count: 1 }],
    ['a page full', { count: 100 }],
    ['one more than a page', { count: 101 }],
    ['several pages', { count: 345 }],
    ['pages of 20 at the most', { count: 57, cap: 20 }],
    ['pages of two at the most', { count: 16, cap: 2 }],
    ['pages of one at the most', { count: 7, cap: 1 }],
    ['pages of 10, all full', { count: 30, cap: 10 }],
    ['an Offset that counts pages', { count: 250, offsetCounts: 'pages' }],
    [
      'an Offset that counts pages of 20 at the most',
      { count: 57, cap: 20, offsetCounts: 'pages' },
    ],
    ['null beyond the end', { count: 250, offsetCounts: 'pages', beyond: null }],
    [
      'an empty page with TotalCount 0 beyond the end',
      { count: 250, offsetCounts: 'pages', beyond: { TotalCount: 0, PodList: null } },
    ],
    ['a TotalCount that is null', { count: 250, total: null }],
    ['a TotalCount that is missing', { count: 250, total: undefined }],
    ['a TotalCount that is too low', { count: 250, total: 3 }],
    ['a TotalCount that is 0', { count: 5, total: 0 }],
    ['a TotalCount that is too high', { count: 5, total: 1_000_000_000 }],
    ['a TotalCount that is negative', { count: 5, total: -1 }],
    ['a TotalCount in a text', { count: 45, cap: 20, total: '45' }],
  ])('are all read: %s', async (_, habits) => {
    const { ids, requests } = await readFrom(server(habits));
    expect(ids.toSorted()).toEqual(idsOf(habits.count).toSorted());
    expect(requests).toBeLessThanOrEqual(10);
  });

  it('take one request where they fit on a page', async () => {
    expect((await readFrom(server({ count: 0 }))).requests).toBe(1);
    expect((await readFrom(server({ count: 30 }))).requests).toBe(1);
  });

  it('count once, though the pages overlap', async () => {
    const all = pods(30);
    const { ids } = await readFrom(({ offset }) => ({
      TotalCount: 30,
      PodList: all.slice(Math.max(0, offset - 3), offset + 10),
    }));
    expect(ids.toSorted()).toEqual(idsOf(30).toSorted());
    expect(new Set(ids).size).toBe(30);
  });

  it('count once, though a page has them twice', async () => {
    const { ids } = await readFrom(() => ({ TotalCount: 2, PodList: [pod(1), pod(1)] }));
    expect(ids).toEqual(['pod-1']);
  });

  it.each([
    [null],
    [undefined],
    ['x'],
    [{}],
    [{ TotalCount: 3, PodList: null }],
    [{ PodList: [] }],
  ])('are none where Result is %j', async (result) => {
    expect((await readFrom(() => result)).ids).toEqual([]);
  });

  it('are read from a server that ignores Offset', async () => {
    const { ids, requests } = await readFrom(() => ({ TotalCount: 1e9, PodList: pods(20) }));
    expect(ids).toEqual(idsOf(20));
    expect(requests).toBeLessThan(10);
  });

  it('are all read where their order changes with every request', async () => {
    const shuffled = (seed: number) =>
      pods(1_000)
        .map((each, index) => [(index * 7_919 + seed * 104_729) % 1_009, each] as const)
        .sort(([a], [b]) => a - b)
        .map(([, each]) => each);
    const { ids, requests } = await readFrom(({ limit, offset, asked }) => ({
      PodList: shuffled(asked * 31).slice(offset, offset + limit),
      TotalCount: 1_000,
    }));
    expect(new Set(ids).size).toBe(1_000);
    expect(requests).toBeLessThanOrEqual(200);
  });

  it.each<[string, number, Habits]>([
    ['the first page', 0, { count: 250 }],
    ['the last page', 249, { count: 250 }],
    ['the last page of those that Offset counts', 249, { count: 250, offsetCounts: 'pages' }],
  ])('are read again until one is there that was missing on %s', async (_, missing, habits) => {
    const whole = server(habits);
    const id = pod(missing).PodId;
    const { requests: once } = await readFrom(whole);
    const { ids, requests } = await readFrom((request) => {
      const page = asObject(whole(request));
      const list = asObjects(page?.PodList);
      return {
        ...page,
        PodList: request.asked <= once ? list.filter(({ PodId }) => PodId !== id) : list,
      };
    });
    expect(ids.toSorted()).toEqual(idsOf(habits.count).toSorted());
    // One request shows that there is no more; then it is found with its page, the first or third.
    expect(requests).toBe(once + 1 + (missing === 0 ? 1 : 3));
  });

  it('are read three times at most where TotalCount counts one too many', async () => {
    const { ids, requests } = await readFrom(server({ count: 250, total: 251 }));
    expect(ids).toHaveLength(250);
    // Three pages; Offset 1, once; and a request that shows that there is no more.
    expect(requests).toBeLessThanOrEqual(3 * 5);
    expect(requests).toBeGreaterThan(2 * 4);
  });

  it('end with a server that always has new ones', async () => {
    const { requests } = await readFrom(({ asked }) => ({
      TotalCount: asked + 1_000,
      PodList: [pod(asked)],
    }));
    expect(requests).toBeLessThanOrEqual(200);
  });

  it('end whatever the server says', async () => {
    const page = fc.record({
      TotalCount: fc.oneof(fc.integer(), fc.constantFrom(null, undefined, '7', 1e15, Infinity)),
      PodList: fc.oneof(
        fc.constantFrom(null, undefined),
        fc.array(fc.integer({ min: 0, max: 1_000 }).map(pod), { maxLength: 120 }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(page), async (pages) => {
        const { requests } = await readFrom(() => pages.next().value);
        expect(requests).toBeLessThanOrEqual(200);
      }),
    );
  });

  it('are all read, whatever the habits of a server that does not lie', async () => {
    const habits = fc.record<Habits>({
      count: fc.integer({ min: 0, max: 300 }),
      cap: fc.integer({ min: 10, max: 500 }),
      offsetCounts: fc.constantFrom('pods', 'pages'),
    });
    await fc.assert(
      fc.asyncProperty(habits, async (each) => {
        const { ids } = await readFrom(server(each));
        expect(new Set(ids)).toEqual(new Set(idsOf(each.count)));
        expect(ids).toHaveLength(each.count);
      }),
    );
  });
});
