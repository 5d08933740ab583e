import { describe, expect, it } from '@jest/globals';
import { openWorld } from '../support/tem-world.ts';
import type { Pod, World } from '../support/tem-world.ts';

/** Reads page after page, as a client would. */
function readAll(world: World, limit: number): Pod[] {
  const pods: Pod[] = [];
  for (let offset = 0; ; offset += limit) {
    const page = world.pods({ Limit: limit, Offset: offset });
    pods.push(...page.PodList);
    if (offset + limit >= page.TotalCount) return pods;
  }
}

const distinct = (pods: Pod[]): number => new Set(pods.map((pod) => pod.PodId)).size;

describe('DescribeApplicationPods', () => {
  it('gives 20 pods by default', () => {
    const page = openWorld({ instances: 25 }).pods();
    expect(page).toMatchObject({ Offset: 0, Limit: 20, TotalCount: 25 });
    expect(page.PodList).toHaveLength(20);
  });

  it('counts Offset in rows', () => {
    const world = openWorld({ instances: 25 });
    expect(world.pods({ Offset: 24, Limit: 10 }).PodList).toHaveLength(1);
    expect(world.pods({ Offset: 25 }).PodList).toStrictEqual([]);
  });

  it('caps Limit', () => {
    const world = openWorld({ instances: 25, behaviour: { maxPodPage: 7 } });
    expect(world.pods({ Limit: 100 })).toMatchObject({ Limit: 7, TotalCount: 25 });
    expect(world.pods({ Limit: 100 }).PodList).toHaveLength(7);
  });

  it.each([1, 3, 10, 30])('shows each pod once on pages of %i', (limit) => {
    const pods = readAll(openWorld({ instances: 25 }), limit);
    expect([pods.length, distinct(pods)]).toStrictEqual([25, 25]);
  });

  it('repeats pods where pages overlap, and loses none', () => {
    const pods = readAll(openWorld({ instances: 25, behaviour: { duplicatePods: true } }), 10);
    expect([pods.length, distinct(pods)]).toStrictEqual([27, 25]);
  });

  it.each([{ Limit: 0 }, { Limit: -1 }, { Offset: -1 }])('refuses %j', (query) => {
    expect(() => openWorld().pods(query)).toThrow(
      expect.objectContaining({ code: 'InvalidParameterValue' }),
    );
  });
});
