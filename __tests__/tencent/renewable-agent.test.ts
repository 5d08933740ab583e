import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, it, jest } from '@jest/globals';
import { createDispatcher, createPost } from '../../src/tencent/http.ts';
import { rejection, settle } from './calls.ts';

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(open.splice(0).map((close) => close()));
});

/** A server that keeps connections for ten minutes, and something before it that may forget them. */
async function forgetful() {
  const known = new Set<Socket>();
  const forgotten = new Set<Socket>();
  let onForgotten: () => void = () => undefined;
  const waiting: (() => void)[] = [];
  let wanted = 1;
  const server = createServer((request, response) => {
    const { socket } = request;
    known.add(socket);
    if (forgotten.has(socket)) {
      onForgotten();
      return;
    }
    waiting.push(() => response.writeHead(200, { 'keep-alive': 'timeout=600' }).end('{}'));
    if (waiting.length >= wanted) for (const answer of waiting.splice(0)) answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const dispatcher = createDispatcher();
  open.push(() => dispatcher.destroy());
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const post = createPost(dispatcher);
  return {
    post: (signal?: AbortSignal) => post({ url, headers: {}, body: '' }, signal),
    /** Answers when so many requests are there: each has a connection of its own. */
    answerTogether: (count: number) => {
      wanted = count;
    },
    forget: (listener: () => void) => {
      for (const socket of known) forgotten.add(socket);
      onForgotten = listener;
    },
    connections: () => known.size,
  };
}

it('a connection that hangs is the last of those that were there', async () => {
  const { answerTogether, connections, forget, post } = await forgetful();
  answerTogether(3);
  await Promise.all([post(), post(), post()]);
  answerTogether(1);
  await settle();
  const late = new AbortController();
  forget(() => {
    late.abort(new DOMException('late', 'TimeoutError'));
  });
  expect(await rejection(post(late.signal))).toBe(late.signal.reason);
  await expect(post()).resolves.toMatchObject({ status: 200 });
  expect(connections()).toBe(4);
});

it('a request that is cancelled says nothing of its connection', async () => {
  const { answerTogether, connections, forget, post } = await forgetful();
  answerTogether(2);
  await Promise.all([post(), post()]);
  answerTogether(1);
  await settle();
  const cancel = new AbortController();
  forget(() => {
    cancel.abort(new Error('cancelled'));
  });
  expect(await rejection(post(cancel.signal))).toBe(cancel.signal.reason);
  const again = new AbortController();
  forget(() => {
    again.abort(new Error('cancelled'));
  });
  // The other connection is still in use.
  expect(await rejection(post(again.signal))).toBe(again.signal.reason);
  expect(connections()).toBe(2);
});

it('a connection is not kept for as long as the server would', async () => {
  const { post } = await forgetful();
  const timers = jest.spyOn(globalThis, 'setTimeout');
  await post();
  await settle();
  await settle();
  const delays = timers.mock.calls.map(([, delay]) => delay ?? 0);
  expect(delays.filter((delay) => delay > 4_000)).not.toEqual([]);
  expect(Math.max(...delays)).toBeLessThan(60_000);
});

it('can be closed, and destroyed behind an interceptor', async () => {
  const { post } = await forgetful();
  await post();
  const dispatcher = createDispatcher();
  await dispatcher.close();
  const composed = createDispatcher().compose((dispatch) => dispatch);
  await expect(composed.destroy()).resolves.not.toThrow();
});
