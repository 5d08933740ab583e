import { describe, expect, it } from '@jest/globals';
import { noResponse, rawServer, response } from './probing.ts';
import { ok, probing, seconds, targets, waitingServer } from './started-prober.ts';
import { START, turn, until } from './step-clock.ts';

describe('the schedule', () => {
  it('sends the first request at once and one each interval', async () => {
    const { origin } = await rawServer(ok);
    const { clock, prober, samples } = probing();
    prober.setTargets(targets(origin));
    for (let second = 0; second < 4; second += 1) {
      await until(() => samples.length === second + 1);
      await clock.advance(1_000);
    }
    expect(seconds(samples.slice(0, 4))).toEqual([0, 1, 2, 3]);
    expect(samples.map(({ answer }) => answer)).toContainEqual(response());
  });

  it('does not wait for slow answers, and measures from when a request was due', async () => {
    const { origin, waiting } = await waitingServer();
    const { clock, prober, samples } = probing();
    prober.setTargets(targets(origin));
    await until(() => waiting.length === 1);
    await clock.advance(2_500);
    await until(() => waiting.length === 3);
    expect(samples).toEqual([]);
    for (const socket of waiting) ok(socket);
    await until(() => samples.length === 3);
    const latencies = samples.map(({ at, latency }) => [(at - START) / 1_000, latency]);
    expect(latencies.sort()).toEqual([
      [0, 2_500],
      [1, 1_500],
      [2, 500],
    ]);
  });

  it('spreads the requests to several URLs over the interval', async () => {
    const { origin } = await rawServer(ok);
    const { clock, prober, samples } = probing();
    prober.setTargets(targets(...Array.from({ length: 10 }, (_, at) => `${origin}/${at}`)));
    await clock.advance(999);
    await until(() => samples.length === 10);
    const times = [...samples.map(({ at }) => at - START), 1_000].sort((a, b) => a - b);
    const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    expect(times[0]).toBe(0);
    expect(Math.max(...gaps)).toBeLessThan(200);
    expect(Math.min(...gaps)).toBeGreaterThan(30);
  });

  it('sends no burst after the process was blocked', async () => {
    let requests = 0;
    const { origin } = await rawServer((socket) => {
      requests += 1;
      ok(socket);
    });
    const { clock, prober, samples } = probing();
    prober.setTargets(targets(origin));
    await until(() => samples.length === 1);
    await clock.jump(7_300);
    await until(() => samples.length === 2);
    await clock.advance(700);
    await until(() => samples.length === 3);
    expect(seconds(samples)).toEqual([0, 7, 8]);
    expect(requests).toBe(3);
  });

  it('does not blame the service for a request that was not sent', async () => {
    const { origin } = await rawServer(ok);
    const { clock, prober, samples } = probing({ interval: 60_000 });
    prober.setTargets(targets(origin));
    await until(() => samples.length === 1);
    await clock.jump(115_000);
    await clock.advance(5_000);
    await until(() => samples.length === 2);
    expect(seconds(samples)).toEqual([0, 120]);
  });

  it('does not judge a request that was in flight while the process was suspended', async () => {
    const { connections, origin, waiting } = await waitingServer();
    const { clock, prober, samples } = probing({ interval: 10_000 });
    prober.setTargets(targets(origin));
    await until(() => waiting.length === 1);
    await clock.jump(60_000);
    await until(() => waiting.length === 2 && connections.size === 1);
    waiting.forEach(ok);
    await until(() => samples.length === 1);
    expect(seconds(samples)).toEqual([60]);
  });

  it('does not judge an answer that comes before the process knows that it was suspended', async () => {
    const { origin, waiting } = await waitingServer();
    const { clock, prober, samples } = probing({ interval: 10_000 });
    prober.setTargets(targets(origin));
    await until(() => waiting.length === 1);
    // On Linux, timers stand still during a suspension, but the clock does not.
    clock.slip(60_000);
    waiting.forEach(ok);
    for (let turns = 0; turns < 50; turns += 1) await turn();
    expect(samples).toEqual([]);
  });

  it('goes on if the clock is set back', async () => {
    const { origin } = await rawServer(ok);
    const { clock, prober, samples } = probing();
    prober.setTargets(targets(origin));
    await until(() => samples.length === 1);
    await clock.jump(-3_600_000);
    prober.setTargets(targets(origin));
    await until(() => samples.length === 2);
    await clock.advance(1_000);
    await until(() => samples.length === 3);
    expect(seconds(samples)).toEqual([0, -3_600, -3_599]);
  });
});

describe('limits', () => {
  it('ten requests in flight', async () => {
    const { origin, waiting } = await waitingServer();
    const { clock, prober, samples } = probing({ interval: 100, timeout: 60_000 });
    prober.setTargets(targets(origin));
    await clock.advance(1_150);
    await until(() => waiting.length === 10);
    const busy = { id: origin, latency: 0, answer: noResponse('BUSY') };
    expect(samples).toEqual([
      { ...busy, at: START + 1_000 },
      { ...busy, at: START + 1_100 },
    ]);
    for (const socket of waiting.splice(0)) ok(socket);
    await until(() => samples.length === 12);
    await clock.advance(50);
    await until(() => waiting.length === 1);
  });

  it('the timeout covers all of a request', async () => {
    const { count, origin, waiting } = await waitingServer();
    const { clock, prober, samples } = probing({ interval: 60_000 });
    prober.setTargets(targets(origin));
    await until(() => waiting.length === 1);
    waiting[0]?.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nslow');
    await clock.advance(4_999);
    expect(samples).toEqual([]);
    await clock.advance(1);
    const timeout = { at: START, latency: 5_000, answer: noResponse('TIMEOUT') };
    expect(samples).toEqual([{ id: origin, ...timeout }]);
    await until(() => waiting[0]?.closed === true);
    // Nothing connects again for the aborted request.
    for (let turns = 0; turns < 20; turns += 1) await turn();
    expect(count()).toBe(1);
  });
});
