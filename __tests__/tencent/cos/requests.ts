import { createHash } from 'node:crypto';
import { createCosClient } from '../../../src/tencent/cos/cos-client.ts';
import type { CosOptions } from '../../../src/tencent/cos/cos-request.ts';
import type { CosFault } from '../../support/cos-server.ts';
import { cosWorld } from '../../support/cos-world.ts';

/** A COS server of its own for each test of the file that calls this, and requests to it. */
export function cosRequests() {
  const world = cosWorld(500);
  return {
    world,
    client: (options: Partial<CosOptions> = {}) =>
      createCosClient({ ...world().options, ...options }),
    /** Faults for the first requests, in their order. */
    faults: (...list: CosFault[]) => {
      world().server.fault = () => list.shift();
    },
  };
}

export function bodyOf(content: string) {
  const bytes = Buffer.from(content);
  const md5 = createHash('md5').update(bytes).digest('base64');
  async function* open() {
    yield await Promise.resolve(bytes);
  }
  return { length: bytes.length, md5, open };
}

export async function rejection(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error as Error,
  );
}
