import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from './real-part.ts';
import { startPart } from './real-part.ts';

/** A proxy as companies have it. */
export interface Squid extends Part {
  /** Status and `host:port` of every CONNECT. */
  readonly tunnels: () => { readonly status: string; readonly authority: string }[];
}

interface SquidOptions {
  /** `user` and `password` that it asks for, letters and digits alone. */
  readonly user: readonly [string, string];
  /** The ports that CONNECT is allowed to. */
  readonly ports: readonly string[];
}

export async function startSquid({ user, ports }: SquidOptions): Promise<Squid> {
  const part = await startPart(
    'squid',
    (port, folder) => {
      // Started by root, it works as another user.
      chmodSync(folder, 0o777);
      const helper = join(folder, 'log-in');
      const script = `while read line; do [ "$line" = "${user.join(' ')}" ] && echo OK || echo ERR; done`;
      writeFileSync(helper, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      return [
        `http_port 127.0.0.1:${port}`,
        'pid_filename none',
        'cache deny all',
        'shutdown_lifetime 0 seconds',
        `cache_log ${join(folder, 'cache.log')}`,
        `access_log stdio:${join(folder, 'access.log')}`,
        `coredump_dir ${folder}`,
        `auth_param basic program ${helper}`,
        'acl users proxy_auth REQUIRED',
        `acl allowed port ${ports.join(' ')}`,
        'http_access deny CONNECT !allowed',
        'http_access allow users',
        'http_access deny all',
        '',
      ].join('\n');
    },
    (file) => ['-N', '-f', file],
  );
  return {
    ...part,
    tunnels: () => {
      const log = join(part.folder, 'access.log');
      const text = existsSync(log) ? readFileSync(log, 'utf8') : '';
      return [...text.matchAll(/\/(\d{3}) \d+ CONNECT (\S+)/g)].map(
        ([, status = '', authority = '']) => ({ status, authority }),
      );
    },
  };
}
