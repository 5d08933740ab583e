import { afterEach, beforeEach } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { EMPTY_CRC64, formatCrc64, updateCrc64 } from '../../src/tencent/cos/crc64.ts';
import type { Downloaded, DownloadOptions } from '../../src/transfer/download-file.ts';
import { downloadFile } from '../../src/transfer/download-file.ts';
import { createUrlSource } from '../../src/transfer/url-source.ts';
import { cosWorld } from '../support/cos-world.ts';
import type { FileServer } from '../support/file-server.ts';
import { startFileServer } from '../support/file-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export const CONTENT = randomBytes(1_000_000);
export const SHA256 = createHash('sha256').update(CONTENT).digest('hex');
export const crcOf = (bytes: Buffer) => formatCrc64(updateCrc64(EMPTY_CRC64, bytes));

/** A server with CONTENT, a folder `out` to download to, and what the tests ask of them. */
export function downloading() {
  const world = cosWorld(500);
  const folder = temporaryFolder();
  const at: { server?: FileServer } = {};
  beforeEach(async () => {
    at.server = await startFileServer(CONTENT);
  });
  afterEach(() => at.server?.close());
  const server = () => {
    if (!at.server) throw new Error('The server exists only while tests run.');
    return at.server;
  };
  return {
    world,
    folder,
    server,
    download: (options: Partial<DownloadOptions> = {}): Promise<Downloaded> => {
      const context = world().options;
      return downloadFile({
        ...context,
        source: options.source ?? createUrlSource(server().url, context),
        target: folder('out', 'code.zip'),
        ...options,
        onProgress: (progress) => {
          options.onProgress?.(progress);
          server().report(progress.bytes);
        },
      });
    },
    ranges: () => server().requests.map(({ headers }) => headers.range),
    saved: () => readFile(folder('out', 'code.zip')),
    left: () => readdir(folder('out')),
  };
}

export async function rejection(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error as Error,
  );
}
