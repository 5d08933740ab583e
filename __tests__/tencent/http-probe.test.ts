import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { createProbeDispatcher } from '../../src/tencent/http.ts';
import { NO_PROXIES } from '../../src/tencent/proxy.ts';
import { rejection, settle } from './calls.ts';

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** A server that only reports what happens to its connections. */
async function openSilent() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
  });
  const first = once(server, 'connection').then(([socket]) => socket as Socket);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    sockets,
    connected: first.then((socket) => once(socket, 'data')),
    ended: first.then((socket) => once(socket, 'close')),
  };
}

function openDispatcher() {
  const stop = new AbortController();
  const dispatcher = createProbeDispatcher(NO_PROXIES, {
    connectTimeout: 10_000,
    stop: stop.signal,
  });
  open.push(() => dispatcher.destroy());
  return { dispatcher, stop };
}

describe('the connection of a probe', () => {
  it('is closed with a request that is aborted, and not opened again', async () => {
    const { address, connected, ended, sockets } = await openSilent();
    const { dispatcher } = openDispatcher();
    const cancel = new AbortController();
    const sent = request(`http://${address}/`, { dispatcher, signal: cancel.signal });
    await connected;
    cancel.abort(new Error('the probe is over'));
    expect(await rejection(sent)).toBe(cancel.signal.reason);
    await ended;
    for (let turn = 0; turn < 20; turn += 1) await settle();
    expect(sockets).toHaveLength(1);
  });

  it('is given up during its handshake', async () => {
    const { address, connected, ended } = await openSilent();
    const { dispatcher, stop } = openDispatcher();
    const sent = request(`https://${address}/`, { dispatcher });
    await connected;
    stop.abort(new Error('the stage is over'));
    expect(await rejection(sent)).toBe(stop.signal.reason);
    await expect(ended).resolves.toBeDefined();
  });
});
