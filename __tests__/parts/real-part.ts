import { describe } from '@jest/globals';
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

/** A program that people have in their networks, run as it is. */
export type PartName = 'tinyproxy' | 'squid' | 'nginx';

export interface Part {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** What the part keeps its files in. */
  readonly folder: string;
  readonly close: () => Promise<void>;
}

/** `describe`, or what skips a suite and says what is missing. */
export function describeWith(name: PartName): {
  readonly run: typeof describe | typeof describe.skip;
  readonly title: string;
} {
  const isInstalled = findPart(name) !== undefined;
  return isInstalled
    ? { run: describe, title: name }
    : { run: describe.skip, title: `${name} (skipped: ${name} is not installed)` };
}

/** The path of its program; servers are often where only root has a path to. */
function findPart(name: PartName): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** How long a part may take until it listens. */
const STARTS_WITHIN_MS = 5000;

/**
 * Starts a part in the foreground, in a folder of its own, and waits until it listens. Rejects with
 * what it printed if it does not.
 * @param configure gives the file's content for a port and a folder
 * @param args gives the arguments for the file and the folder
 */
export async function startPart(
  name: PartName,
  configure: (port: number, folder: string) => string,
  args: (file: string, folder: string) => readonly string[],
): Promise<Part> {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const file = join(folder, `${name}.conf`);
  const port = await findFreePort();
  writeFileSync(file, configure(port, folder));
  const child = spawn(findPart(name) ?? name, args(file, folder), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      resolve();
    }),
  );
  const printed = Promise.all([text(child.stdout), text(child.stderr)]);
  const close = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const until = Date.now() + STARTS_WITHIN_MS;
  while (!(await isListening(port))) {
    if (child.exitCode === null && Date.now() < until) await delay(20);
    else {
      await close();
      throw new Error(`${name} does not start:\n${(await printed).join('\n')}`);
    }
  }
  return { host: `127.0.0.1:${port}`, folder, close };
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => {
      resolve(false);
    });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
