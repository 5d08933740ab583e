import { expect, it } from '@jest/globals';
import { eventClock } from '../../bench/scale/event-clock.ts';
import { LIMIT } from '../../bench/scale/limited-cloud.ts';
import { runSteps } from '../../bench/scale/steps.ts';

it('wakes sleepers in the order of their times', async () => {
  const clock = eventClock(1_000);
  const woken: number[] = [];
  const sleepers = [300, 100, 200].map(async (ms) => {
    await clock.sleep(ms);
    woken.push(clock.now());
  });
  await clock.runUntil(Promise.all(sleepers));
  expect(woken).toEqual([1_100, 1_200, 1_300]);
});

it('gets many steps at once through the limit, none failing', async () => {
  const { statuses, requests } = await runSteps(40);
  expect(new Set(statuses)).toEqual(new Set(['succeeded']));
  const executed = requests.filter(({ isRefused }) => !isRefused);
  const perSecond = new Map<string, number>();
  for (const { action, at } of executed) {
    const second = `${action} ${Math.floor(at)}`;
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  expect(Math.max(...perSecond.values())).toBe(LIMIT);
});
