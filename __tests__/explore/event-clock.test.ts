import { describe, expect, test } from '@jest/globals';
import { EventClock, START } from './event-clock.ts';

describe('EventClock', () => {
  test('lets two tasks take turns on one time line', async () => {
    const clock = new EventClock();
    const seen: string[] = [];
    const walk = async (name: string, step: number) => {
      for (let count = 0; count < 3; count += 1) {
        await clock.sleep(step);
        seen.push(`${name} ${clock.now() - START}`);
      }
    };
    await clock.run(Promise.all([walk('a', 20), walk('b', 30)]));
    expect(seen).toEqual(['a 20', 'b 30', 'a 40', 'b 60', 'a 60', 'b 90']);
  });

  test('wakes a sleeper whose signal aborts, at that moment', async () => {
    const clock = new EventClock();
    const slept = clock.sleep(60_000, clock.timeout(500));
    await expect(clock.run(slept)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(clock.seconds()).toBe(0.5);
  });

  test('keeps the order of events, whatever the order in which they are made', async () => {
    const clock = new EventClock();
    const seen: number[] = [];
    for (const second of [7, 3, 9, 1, 8, 2, 5, 4, 6, 0]) clock.at(second, () => seen.push(second));
    await clock.run(clock.sleep(20_000));
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('says so when a task waits for what time does not bring', async () => {
    const clock = new EventClock();
    await expect(clock.run(new Promise(() => undefined))).rejects.toThrow('stuck');
  });
});
