import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from './real-part.ts';
import { startPart } from './real-part.ts';

/** A proxy as small offices have it. */
export interface Tinyproxy extends Part {
  /** The `host:port` of every CONNECT that it let through or refused. */
  readonly tunnels: () => string[];
}

/** @param user `user` and `password` that it asks for, letters and digits alone */
export async function startTinyproxy(user?: readonly [string, string]): Promise<Tinyproxy> {
  const part = await startPart(
    'tinyproxy',
    (port, folder) =>
      [
        `Port ${port}`,
        'Listen 127.0.0.1',
        'Timeout 600',
        'LogLevel Connect',
        `LogFile "${join(folder, 'log')}"`,
        ...(user ? [`BasicAuth ${user.join(' ')}`] : []),
        '',
      ].join('\n'),
    (file) => ['-d', '-c', file],
  );
  return {
    ...part,
    tunnels: () => {
      const log = readFileSync(join(part.folder, 'log'), 'utf8');
      return [...log.matchAll(/CONNECT (\S+) HTTP/g)].map(([, authority = '']) => authority);
    },
  };
}
