import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(new URL('cloud-server.ts', import.meta.url));

export interface Loopback {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  readonly close: () => void;
}

/** Starts the server in a separate process; it serves an object of so many bytes. */
export async function startLoopback(bytes = 0): Promise<Loopback> {
  const child = spawn(process.execPath, [SERVER, String(bytes)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${String(port).trim()}`, close: () => child.kill() };
}
