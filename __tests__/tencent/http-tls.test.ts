import { createServer as createPlainServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { createServer } from 'node:tls';
import { afterEach, describe, expect, it } from '@jest/globals';
import { UnreachableError } from '../../src/tencent/api-errors.ts';
import { createDispatcher, createPost, toTransportError } from '../../src/tencent/http.ts';
import { certificateFor } from '../support/certificate.ts';
import { CHANGE, READ, rejection, stage, systemError } from './calls.ts';

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** What a POST to a server fails with. */
async function failureOf(server: Server): Promise<Error> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const dispatcher = createDispatcher();
  open.push(
    () => dispatcher.destroy(),
    () => new Promise((resolve) => server.close(resolve)),
  );
  const url = new URL(`https://127.0.0.1:${port}/`);
  const cause = await rejection(createPost(dispatcher)({ url, headers: {}, body: '{}' }));
  return toTransportError(READ, url.host, cause);
}

const certificate = certificateFor('other.example');

describe('a TLS handshake that fails', () => {
  it.each<[string, string, () => Server]>([
    [
      'the port speaks HTTP',
      'final',
      () =>
        createPlainServer((socket) => {
          socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
        }),
    ],
    [
      'the server has an old version',
      'final',
      () =>
        createServer({
          ...certificate,
          maxVersion: 'TLSv1.1',
          minVersion: 'TLSv1.1',
          ciphers: 'ALL@SECLEVEL=0',
        }),
    ],
    [
      'the server knows another protocol alone',
      'final',
      () => createServer({ ...certificate, ALPNProtocols: ['h2'] }),
    ],
    ['the certificate is of another host', 'final', () => createServer(certificate)],
    [
      'the connection is cut',
      'not-executed',
      () => createPlainServer((socket) => socket.once('data', () => socket.destroy())),
    ],
    [
      'the connection is reset',
      'not-executed',
      () => createPlainServer((socket) => socket.once('data', () => socket.resetAndDestroy())),
    ],
  ])('sent nothing, where %s: %s', async (_, failureClass, server) => {
    const error = await failureOf(server());
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({ failureClass });
  });

  it.each([
    ['ERR_SSL_WRONG_VERSION_NUMBER', READ, 1],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', CHANGE, 1],
    ['EPROTO', CHANGE, 1],
    ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', CHANGE, 2],
  ])('with %s is tried as often as it may help', async (code, call, tries) => {
    const { call: send, sent } = stage([systemError(code), systemError('CERT_HAS_EXPIRED')]);
    expect(await rejection(send(call))).toBeInstanceOf(UnreachableError);
    expect(sent).toHaveLength(tries);
  });
});
