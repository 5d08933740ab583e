import { afterEach, beforeEach } from '@jest/globals';
import { createServerClock } from '../../src/tencent/auth-recovery.ts';
import type { CosOptions } from '../../src/tencent/cos/cos-request.ts';
import type { RetryEvent } from '../../src/tencent/retry.ts';
import { connections } from './connections.ts';
import type { CosServer } from './cos-server.ts';
import { BUCKET, SECRET_ID, SECRET_KEY, startCosServer } from './cos-server.ts';
import { instantClock } from './instant-clock.ts';

export const CREDENTIALS = { secretId: SECRET_ID, secretKey: SECRET_KEY };
export const OBJECT = { bucket: BUCKET, region: 'ap-shanghai', key: '/tem/a b/应用(1).jar' };
/** The object's key as it is stored. */
export const KEY = 'tem/a b/应用(1).jar';

export interface CosWorld {
  readonly server: CosServer;
  readonly retries: RetryEvent[];
  readonly sleeps: number[];
  readonly cancel: AbortController;
  readonly options: CosOptions;
}

/** A fresh COS for each test, and options that lead to it. */
export function cosWorld(timeoutMs?: number): () => CosWorld {
  const getDispatcher = connections(timeoutMs);
  let world: CosWorld | undefined;
  beforeEach(async () => {
    const server = await startCosServer();
    const retries: RetryEvent[] = [];
    const cancel = new AbortController();
    const clock = instantClock();
    const options: CosOptions = {
      ...{ dispatcher: getDispatcher(), clock, signal: cancel.signal, endpoint: server.origin },
      ...{ random: () => 0.5, deadline: clock.now() + 600_000 },
      time: createServerClock(clock),
      credentials: () => Promise.resolve(CREDENTIALS),
      onRetry: (report) => retries.push(report),
    };
    world = { server, retries, sleeps: clock.sleeps, cancel, options };
  });
  afterEach(() => world?.server.close());
  return () => {
    if (!world) throw new Error('The world exists only while tests run.');
    return world;
  };
}
