import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { startServer } from '../http-server.ts';
import { sharedTime, START } from '../process/shared-time.ts';
import type { RunClock } from './run-clock.ts';
import { createRunClock } from './run-clock.ts';

const opened: RunClock[] = [];

afterEach(() => {
  for (const clock of opened.splice(0)) clock.leave();
});

/** Clocks of runs that share a time, and what is noted with the seconds that have passed. */
function open(count: number, isHeld = () => false) {
  const time = sharedTime();
  const clocks = Array.from({ length: count }, () => createRunClock(time, { isHeld }));
  opened.push(...clocks);
  const noted: string[] = [];
  const note = (what: string): void => {
    noted.push(`${what} ${(time.now() - START) / 1000}`);
  };
  return { time, clocks, noted, note };
}

describe('The clock of a run in this process', () => {
  it('moves on as soon as the run waits, and stops for what else is due', async () => {
    const { clocks, note, noted, time } = open(1);
    time.after(3, () => {
      note('appointment');
    });
    clocks[0]?.timeout(5_000).addEventListener('abort', () => {
      note('timeout');
    });
    await clocks[0]?.sleep(60_000);
    note('sleep');
    expect(noted).toEqual(['appointment 3', 'timeout 5', 'sleep 60']);
  });

  it('waits for every other run', async () => {
    const { clocks, note, noted } = open(2);
    const sleep = async (clock: RunClock | undefined, ...seconds: number[]) => {
      for (const each of seconds) {
        await clock?.sleep(each * 1000);
        note(`after ${each}`);
      }
    };
    await Promise.all([
      sleep(clocks[0], 10).then(() => clocks[0]?.leave()),
      sleep(clocks[1], 4, 5, 6),
    ]);
    expect(noted).toEqual(['after 4 4', 'after 5 9', 'after 10 10', 'after 6 15']);
  });

  it('ends a sleep that is aborted, with the reason', async () => {
    const { clocks, time } = open(1);
    const cancel = new AbortController();
    const slept = clocks[0]?.sleep(60_000, cancel.signal);
    cancel.abort(new Error('cancelled'));
    await expect(slept).rejects.toThrow('cancelled');
    await expect(clocks[0]?.sleep(60_000, cancel.signal)).rejects.toThrow('cancelled');
    expect(time.now()).toBe(START);
  });

  it('stands still while a request has no answer', async () => {
    const { clocks, note, noted } = open(1);
    const server = await startServer(async (_, response) => {
      await delay(20);
      response.end('an answer');
    });
    const agent = new Agent();
    const slept = clocks[0]?.sleep(1_000).then(() => {
      note('sleep');
    });
    const { body } = await request(server.origin, { dispatcher: agent });
    expect(await body.text()).toBe('an answer');
    note('answer');
    await slept;
    await agent.close();
    await server.close();
    expect(noted).toEqual(['answer 0', 'sleep 1']);
  });

  it.each([
    [false, ['answer 0', 'sleep 1']],
    [true, ['sleep 1', 'answer 1']],
  ])('during other work moves on only where the work is held back: %j', async (isHeld, order) => {
    const { clocks, note, noted } = open(1, () => isHeld);
    const end = clocks[0]?.begin();
    const slept = clocks[0]?.sleep(1_000).then(() => {
      note('sleep');
    });
    await (isHeld ? slept : delay(20));
    note('answer');
    end?.();
    await slept;
    expect(noted).toEqual(order);
  });
});
