import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { startProber } from '../../src/probe/prober.ts';
import type { Prober, ProberOptions } from '../../src/probe/prober.ts';
import type { Sample } from '../../src/verification/criteria.ts';
import {
  answerOf,
  closeLater,
  noResponse,
  rawServer,
  response,
  sampleOf,
  withDefaults,
} from './probing.ts';
import { START, stepClock, turn, until } from './step-clock.ts';

interface Probing {
  readonly prober: Prober;
  readonly samples: (Sample & { readonly url: string })[];
  readonly clock: ReturnType<typeof stepClock>;
  readonly cancel: AbortController;
}

function probing(given: Partial<ProberOptions> = {}): Probing {
  const clock = stepClock();
  const samples: Probing['samples'] = [];
  const cancel = new AbortController();
  const prober = startProber({
    ...withDefaults({ clock, signal: cancel.signal }),
    ...{ interval: 1_000, timeout: 5_000 },
    onSample: (url, sample) => samples.push({ url, ...sample }),
    ...given,
  });
  closeLater(() => prober.stop());
  return { prober, samples, clock, cancel };
}

/** A server that answers when it is told to. */
async function waitingServer() {
  const waiting: Socket[] = [];
  const server = await rawServer((socket) => waiting.push(socket));
  return { ...server, waiting };
}

const ok = (socket: Socket) => void socket.write(answerOf('ok'));
const targets = (...urls: string[]) => urls.map((url) => ({ url }));
const seconds = (samples: readonly Sample[]) => samples.map(({ at }) => (at - START) / 1_000);

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
    const busy = { url: origin, latency: 0, answer: noResponse('BUSY') };
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
    expect(samples).toEqual([{ url: origin, ...timeout }]);
    await until(() => waiting[0]?.closed === true);
    // Nothing connects again for the aborted request.
    for (let turns = 0; turns < 20; turns += 1) await turn();
    expect(count()).toBe(1);
  });
});

describe('targets', () => {
  it('come and go; what is in flight to one that is gone has no sample', async () => {
    const [first, second] = [await waitingServer(), await waitingServer()];
    const { clock, prober, samples } = probing();
    prober.setTargets(targets(first.origin));
    await until(() => first.waiting.length === 1);
    prober.setTargets(targets(second.origin));
    await until(() => first.connections.size === 0);
    await clock.advance(1_000);
    await until(() => second.waiting.length === 1);
    second.waiting.forEach(ok);
    await until(() => samples.length === 1);
    expect(samples.map(({ url }) => url)).toEqual([second.origin]);
    prober.setTargets([]);
    await turn();
    expect(clock.sleepers()).toBe(0);
    prober.setTargets(targets(first.origin));
    await clock.advance(1_000);
    await until(() => first.waiting.length === 2);
  });

  it('keep their schedule if they are set again', async () => {
    const { origin } = await rawServer(ok);
    const { clock, prober, samples } = probing();
    prober.setTargets(targets(origin));
    await until(() => samples.length === 1);
    await clock.advance(700);
    prober.setTargets(targets(origin));
    await clock.advance(300);
    await until(() => samples.length === 2);
    expect(seconds(samples)).toEqual([0, 1]);
  });

  it('that are not URLs fail without showing them', async () => {
    const { prober, samples } = probing();
    prober.setTargets(targets('http://user:secret@[::/'));
    await until(() => samples.length === 1);
    expect(samples[0]?.answer).toEqual(noResponse('INVALID_URL'));
    expect(JSON.stringify(samples)).not.toContain('secret');
  });
});

describe('connections', () => {
  it('are new for each request at an interval of a second', async () => {
    const { count, origin } = await rawServer(ok);
    const { clock, prober, samples } = probing();
    prober.setTargets(targets(origin));
    for (let sent = 1; sent <= 5; sent += 1) {
      await until(() => samples.length === sent);
      expect(count()).toBe(sent);
      await clock.advance(1_000);
    }
  });

  it('are shared by requests within a second, and closed after that', async () => {
    const { connections, count, origin } = await rawServer(ok);
    const { clock, prober, samples } = probing({ interval: 100 });
    prober.setTargets(targets(origin));
    for (let sent = 1; sent <= 20; sent += 1) {
      await until(() => samples.length === sent);
      await turn();
      if (sent < 20) await clock.advance(100);
    }
    expect(count()).toBe(3);
    await until(() => connections.size === 1);
  });
});

describe('the end', () => {
  it.each(['stop', 'cancel'] as const)('%s ends everything at once', async (how) => {
    const { connections, origin, waiting } = await waitingServer();
    const { cancel, clock, prober, samples } = probing();
    prober.setTargets(targets(origin, `${origin}/other`));
    await clock.advance(2_000);
    await until(() => waiting.length >= 4);
    if (how === 'cancel') cancel.abort(new Error('cancelled'));
    await prober.stop();
    await until(() => connections.size === 0);
    expect(clock.sleepers()).toBe(0);
    prober.setTargets(targets(origin));
    await clock.advance(2_000);
    expect(clock.sleepers()).toBe(0);
    expect(samples).toEqual([]);
  });

  it('comes at once if the connection is not yet open', async () => {
    const { connections, port } = await rawServer();
    const { prober, samples } = probing();
    prober.setTargets(targets(`https://127.0.0.1:${port}/`));
    await until(() => connections.size === 1);
    await prober.stop();
    await until(() => connections.size === 0);
    expect(samples).toEqual([]);
  });

  it('may come from the receiver of a sample', async () => {
    const { connections, origin } = await rawServer(ok);
    let count = 0;
    const { clock, prober } = probing({
      interval: 100,
      onSample: () => {
        count += 1;
        void prober.stop();
      },
    });
    prober.setTargets(targets(origin));
    await until(() => count === 1);
    await clock.advance(1_000);
    await until(() => connections.size === 0);
    expect(count).toBe(1);
  });
});

describe('one request', () => {
  it('rejects with the reason of its signal', async () => {
    const { connections, origin, waiting } = await waitingServer();
    const cancel = new AbortController();
    const reason = new Error('cancelled');
    const sample = sampleOf(origin, { signal: cancel.signal });
    await until(() => waiting.length === 1);
    cancel.abort(reason);
    await expect(sample).rejects.toBe(reason);
    await until(() => connections.size === 0);
    await expect(sampleOf(origin, { signal: cancel.signal })).rejects.toBe(reason);
  });

  it('times out', async () => {
    const { connections, origin } = await rawServer();
    const clock = stepClock();
    const sample = sampleOf(origin, { clock, timeout: 5_000 });
    await until(() => connections.size === 1);
    await clock.advance(5_000);
    await expect(sample).resolves.toEqual({
      ...{ at: START, latency: 5_000, answer: noResponse('TIMEOUT') },
    });
    await until(() => connections.size === 0);
  });
});
