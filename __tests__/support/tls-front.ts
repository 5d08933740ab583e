import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:tls';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateFor } from './certificate.ts';

/** A server that speaks TLS in front of a plain one: what is under the cloud's names. */
export interface TlsFront {
  /** `127.0.0.1:port` */
  readonly authority: string;
  /** What makes a child process of Node trust it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

export async function startTlsFront(origin: string, ...hosts: string[]): Promise<TlsFront> {
  const { key, cert } = certificateFor(...hosts);
  const folder = mkdtempSync(join(tmpdir(), 'authority-'));
  const file = join(folder, 'authority.pem');
  writeFileSync(file, cert);
  const { hostname, port: behind } = new URL(origin);
  const sockets = new Set<Socket>();
  const server = createServer({ key, cert }, (socket) => {
    const upstream = connect(Number(behind), hostname);
    upstream.pipe(socket).pipe(upstream);
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    authority: `127.0.0.1:${port}`,
    environment: { NODE_EXTRA_CA_CERTS: file },
    close: async () => {
      rmSync(folder, { recursive: true, force: true });
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
