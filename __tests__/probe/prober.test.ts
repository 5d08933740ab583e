import { describe, expect, it } from '@jest/globals';
import type { Sample } from '../../src/verification/criteria.ts';
import { noResponse, rawServer, sampleOf } from './probing.ts';
import { ok, probing, seconds, targets, waitingServer } from './started-prober.ts';
import { START, stepClock, turn, until } from './step-clock.ts';

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
    expect(samples.map(({ id }) => id)).toEqual([second.origin]);
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

  it('are told apart by their IDs, even at the same address', async () => {
    const users = new Map<string, number>();
    const { origin } = await rawServer((socket, head) => {
      const [, token = ''] = /authorization: Basic (\S+)/i.exec(head) ?? [];
      users.set(token, (users.get(token) ?? 0) + 1);
      ok(socket);
    });
    const { clock, prober, samples } = probing();
    const withUser = (user: string) => origin.replace('//', `//${user}@`);
    prober.setTargets([
      { id: '1', url: withUser('a:x') },
      { id: '2', url: withUser('b:y') },
    ]);
    await clock.advance(700);
    await until(() => samples.length === 2);
    expect(new Set(samples.map(({ id }) => id))).toEqual(new Set(['1', '2']));
    expect(users.size).toBe(2);
  });

  it('start again if their URL changes', async () => {
    const [first, second] = [await rawServer(ok), await rawServer(ok)];
    const { clock, prober, samples } = probing();
    prober.setTargets([{ id: '1', url: first.origin }]);
    await until(() => samples.length === 1);
    prober.setTargets([{ id: '1', url: second.origin }]);
    await clock.advance(1_000);
    await until(() => samples.length === 2);
    expect([first.count(), second.count()]).toEqual([1, 1]);
  });

  it('that are not URLs fail without showing them', async () => {
    const { prober, samples } = probing();
    prober.setTargets([{ id: '1', url: 'http://user:secret@[::/' }]);
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

describe('a connection that does not open', () => {
  it('ends soon after its request', async () => {
    const { connections, port } = await rawServer();
    const { clock, prober, samples } = probing({ interval: 60_000, timeout: 100 });
    prober.setTargets(targets(`https://127.0.0.1:${port}/`));
    await clock.advance(100);
    expect(samples.map(({ answer }) => answer)).toEqual([noResponse('TIMEOUT')]);
    await until(() => connections.size === 1);
    await until(() => connections.size === 0);
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

  it('may come from the receiver of a sample, while another request is due', async () => {
    const { connections, count, origin, waiting } = await waitingServer();
    const seen: Sample[] = [];
    const { clock, prober } = probing({
      onSample: (_, sample) => {
        seen.push(sample);
        void prober.stop();
      },
    });
    prober.setTargets(targets(origin, `${origin}/other`));
    await clock.advance(4_999);
    await until(() => waiting.length === 10);
    const before = count();
    // The first request has timed out, and the sixth is due.
    await clock.advance(1);
    expect(seen).toEqual([{ at: START, latency: 5_000, answer: noResponse('TIMEOUT') }]);
    await until(() => connections.size === 0);
    expect(count()).toBe(before);
    expect(clock.sleepers()).toBe(0);
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
