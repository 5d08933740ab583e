import { afterAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import undici from 'undici';
import * as httpClient from '@actions/http-client';

// What stands for whole packages in the bundle must do what they do.

type Members = Record<string, unknown>;
const load = async (name: string) =>
  ((await import(`../../scripts/bundle/${name}`)) as { default: Members }).default;

describe('At start, undici', () => {
  it('has all that the sources ask it for', async () => {
    const early = await load('undici.cjs');
    const names = namesFromUndici('src');
    expect(names).toEqual(expect.arrayContaining(['Agent', 'Pool', 'ProxyAgent', 'request']));
    // GitHub's client, which late.mjs comes with, is loaded before it is given fetch.
    for (const name of names.filter((each) => each !== 'fetch')) {
      expect([name, typeof early[name]]).toEqual([name, 'function']);
    }
  });

  it.each([
    {},
    { method: 'PUT' as const, body: 'text', headers: { a: 'b' } },
    { method: 'POST' as const, body: Buffer.from('text') },
  ])('sends the same requests (%j)', async (options) => {
    const { request } = (await load('undici.cjs')) as unknown as Pick<typeof undici, 'request'>;
    const seen: unknown[] = [];
    const url = await listen((message) => seen.push(message));
    const dispatcher = new undici.Agent();
    for (const send of [request, undici.request]) {
      const { statusCode, body } = await send(url, { ...options, dispatcher });
      expect([statusCode, await body.text()]).toEqual([200, 'here']);
    }
    await dispatcher.close();
    expect(seen[0]).toMatchObject({ url: '/a/b?c=d%20e&f' });
    expect(seen[0]).toEqual(seen[1]);
  });
});

describe('Later', () => {
  it('all of undici and of the HTTP client is there', async () => {
    await load('late.mjs');
    const [early, client] = [await load('undici.cjs'), await load('http-client.cjs')];
    // Our own `request` stays.
    const whole = { ...undici, request: early.request };
    const differ = (given: Members, all: Members) =>
      Object.keys(all).filter((name) => given[name] !== all[name]);
    expect(differ(early, whole)).toEqual([]);
    expect(differ(client, httpClient)).toEqual([]);
  });
});

const servers: ReturnType<typeof createServer>[] = [];

afterAll(() => {
  for (const server of servers) server.close();
});

async function listen(see: (message: unknown) => void): Promise<URL> {
  const server = createServer((message, response) => {
    void textOf(message).then((body) => {
      const { method, url, rawHeaders } = message;
      see({ method, url, body, rawHeaders });
      response.end('here');
    });
  });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return new URL(`http://127.0.0.1:${port}/a/b?c=d%20e&f#g`);
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The values, not the types, that the files under `folder` import. */
function namesFromUndici(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const imports = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/^import \{([^}]*)\} from 'undici';$/gm),
    ]);
  const names = imports.flatMap(([, list = '']) => list.split(','));
  return [...new Set(names.map((name) => name.replace(/ as .*/, '').trim()))];
}
