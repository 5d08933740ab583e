import { execFile } from 'node:child_process';
import net from 'node:net';
import { promisify } from 'node:util';
import { afterEach, expect, it, jest } from '@jest/globals';
import { rejection } from './calls.ts';
import { asObject } from '../../src/tencent/json.ts';
import { createDispatcher, createPost, giveAddressesTime } from '../../src/tencent/http.ts';

/** A handshake from America to Guangzhou, its first packet lost and sent again after a second. */
const SLOW_HANDSHAKE_MS = 1_350;

afterEach(() => {
  jest.restoreAllMocks();
});

it.each(['http', 'https'])(
  'each address of a host has time for a slow handshake (%s)',
  async (scheme) => {
    const connect = jest.spyOn(net.Socket.prototype, 'connect');
    const dispatcher = createDispatcher();
    const url = new URL(`${scheme}://127.0.0.1:9/`);
    await rejection(createPost(dispatcher)({ url, headers: {}, body: '' }));
    await dispatcher.destroy();
    const given = connect.mock.calls.map((all) => asObject(all.flat()[0]));
    const limits = given.map((options) => options?.autoSelectFamilyAttemptTimeout);
    expect(limits).toEqual([expect.any(Number)]);
    expect(Number(limits[0])).toBeGreaterThan(SLOW_HANDSHAKE_MS);
  },
);

it('so has each connection of a library', () => {
  const before = net.getDefaultAutoSelectFamilyAttemptTimeout();
  try {
    giveAddressesTime();
    expect(net.getDefaultAutoSelectFamilyAttemptTimeout()).toBeGreaterThan(SLOW_HANDSHAKE_MS);
  } finally {
    net.setDefaultAutoSelectFamilyAttemptTimeout(before);
  }
});

it("so have those of GitHub's hosts", async () => {
  const script = `
    import { getDefaultAutoSelectFamilyAttemptTimeout } from 'node:net';
    import { runInProcess } from './src/process-runtime.ts';
    await runInProcess(() => {
      process.stdout.write(String(getDefaultAutoSelectFamilyAttemptTimeout()));
      return Promise.resolve(0);
    }, () => Promise.reject(new Error('no artifacts')));`;
  const run = promisify(execFile);
  const args = ['--experimental-strip-types', '--no-warnings', '--input-type=module', '-e', script];
  const { stdout } = await run(process.execPath, args);
  expect(Number(stdout)).toBeGreaterThan(SLOW_HANDSHAKE_MS);
});
