import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Job } from './explore-worker.ts';
import type { Found } from './found.ts';

export interface Explorer {
  readonly run: (job: Job) => Promise<readonly Found[]>;
  readonly close: () => Promise<unknown>;
}

/** A thread of this process that makes one run after another. */
export function startExplorer(): Explorer {
  const worker = new Worker(new URL('explore-worker.ts', import.meta.url));
  return {
    run: async (job) => {
      worker.postMessage(job);
      const [found] = (await once(worker, 'message')) as [readonly Found[]];
      return found;
    },
    close: () => worker.terminate(),
  };
}
