import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { createRandom, isGoodAnswer } from '../../../simulator/application/manners.ts';
import type { Manners } from '../../../simulator/application/manners.ts';
import { closeServed, NEW, OLD, openServing, request } from './serving.ts';

afterEach(closeServed);

describe('An answer', () => {
  it('is by default the version, with 200', async () => {
    const { served } = await openServing();
    expect(await request(served.url)).toMatchObject({ status: 200, body: OLD });
  });

  it('is what the version of the instance has been told', async () => {
    const { served } = await openServing({ [OLD]: { status: 204, body: '' }, [NEW]: {} });
    expect(await request(served.url)).toMatchObject({ status: 204, body: '' });
    served.manners[OLD] = { body: 'other', rhythm: [['bad', 1]], badStatus: 503 };
    expect(await request(served.url)).toMatchObject({ status: 503, body: 'other' });
  });

  it('succeeds and fails in its rhythm, at each instance', () => {
    const random = createRandom(1);
    const rhythm: Manners['rhythm'] = [
      ['good', 2],
      ['bad', 1],
    ];
    const answers = [0, 1, 2, 3, 4, 5].map((index) => isGoodAnswer({ rhythm }, index, random));
    expect(answers).toEqual([true, true, false, true, true, false]);
  });

  it('fails as often as the error rate says', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0, 0.05, 0.5, 1), (seed, errorRate) => {
        const random = createRandom(seed);
        const answers = Array.from({ length: 2_000 }, (_, index) =>
          isGoodAnswer({ errorRate }, index, random),
        );
        const failures = answers.filter((isGood) => !isGood).length / answers.length;
        // More than six standard deviations.
        return (
          Math.abs(failures - errorRate) <= 6.5 * Math.sqrt((errorRate * (1 - errorRate)) / 2_000)
        );
      }),
    );
  });
});

/** A clock's appointments, which a test keeps. */
function appointments() {
  const made: { seconds: number; act: () => void }[] = [];
  const after = (seconds: number, act: () => void): void => {
    made.push({ seconds, act });
  };
  return { made, after };
}

describe('A latency', () => {
  it('passes on the clock of the simulator', async () => {
    const { made, after } = appointments();
    const { served } = await openServing({ [OLD]: { latencySeconds: 0.08 } }, { after });
    const answer = request(served.url);
    while (made.length === 0) await new Promise(setImmediate);
    expect(served.isHolding()).toBe(true);
    expect(made).toMatchObject([{ seconds: 0.08 }]);
    made[0]?.act();
    expect(await answer).toMatchObject({ status: 200 });
    expect(served.isHolding()).toBe(false);
  });

  it('passes on a clock without appointments as well', async () => {
    const { clock, served } = await openServing({ [OLD]: { latencySeconds: 2 } });
    const answer = request(served.url);
    while (!served.isHolding()) await new Promise(setImmediate);
    clock.advance(2);
    expect(await answer).toMatchObject({ status: 200 });
  });

  it('varies by its jitter, and begins when it is told to', async () => {
    const { made, after } = appointments();
    const { clock, served } = await openServing(
      { [OLD]: { latencySeconds: 1, jitterSeconds: 0.5 } },
      {
        after: (seconds, act) => {
          after(seconds, act);
          act();
        },
      },
    );
    for (let index = 0; index < 20; index++) await request(served.url);
    const seconds = made.map((each) => each.seconds);
    expect(new Set(seconds).size).toBe(20);
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...seconds)).toBeLessThan(1.5);
    served.manners[OLD] = { latencySeconds: 1, latencyFrom: clock.now() + 1000 };
    await request(served.url);
    expect(made).toHaveLength(20);
    clock.advance(1);
    await request(served.url);
    expect(made).toHaveLength(21);
  });
});

/** What a client gets, at most so many bytes; it ends the connection then. */
function receive(
  url: string,
  bytes: number,
): Promise<{ text: string; length: number; end: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let text = '';
    let length = 0;
    const socket: Socket = connect(Number(port), hostname, () => {
      socket.write(`GET / HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
    });
    const done = (end: string) => (): void => {
      socket.destroy();
      resolve({ text, length, end });
    };
    socket.on('data', (chunk) => {
      length += chunk.length;
      if (text.length < 1_000) text += chunk.toString('latin1');
      if (length >= bytes) done('enough')();
    });
    socket.on('end', done('closed')).on('error', done('error'));
  });
}

describe('A hostile answer', () => {
  it.each([
    ['endless-body', /^HTTP\/1.1 200 OK\r\n\r\nx{100}/],
    ['endless-headers', /^HTTP\/1.1 200 OK\r\nx-filler: x{100}/],
  ] as const)('has no end: %s', async (hostile, beginning) => {
    const { served } = await openServing({ [OLD]: { hostile } });
    const { text, end } = await receive(served.url, 5_000_000);
    expect(text).toMatch(beginning);
    expect(end).toBe('enough');
  });

  it('never comes: hang', async () => {
    const { served } = await openServing({ [OLD]: { hostile: 'hang' } });
    const answer = request(served.url);
    while (!served.isHolding()) await new Promise(setImmediate);
    await served.close();
    await expect(answer).rejects.toThrow();
    expect(served.isHolding()).toBe(false);
  });

  it('is cut or no HTTP: reset, garbage', async () => {
    const { served } = await openServing({ [OLD]: { hostile: 'reset' } });
    expect(await receive(served.url, 1_000)).toEqual({ text: '', length: 0, end: 'error' });
    served.manners[OLD] = { hostile: 'garbage' };
    expect(await receive(served.url, 1_000)).toMatchObject({ end: 'closed' });
    await expect(request(served.url)).rejects.toThrow();
  });

  it('is a hundred times larger than what is sent: gzip-bomb', async () => {
    const { served } = await openServing({ [OLD]: { hostile: 'gzip-bomb' } });
    const { length, end } = await receive(served.url, Infinity);
    expect(end).toBe('closed');
    expect(length).toBeLessThan(1_000_000);
  });
});
