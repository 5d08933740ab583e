import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Job } from './explore-worker.ts';
import type { Found } from './found.ts';
import type { Edit } from './mutation.ts';

export interface Explorer {
  readonly run: (job: Job) => Promise<readonly Found[]>;
  readonly close: () => Promise<unknown>;
}

/** A thread of this process that makes one run after another. */
export function startExplorer(): Explorer {
  return wrap(new Worker(new URL('explore-worker.ts', import.meta.url)));
}

/** The same with another `src/`. */
export function startMutant(edits: readonly Edit[]): Explorer {
  return wrap(new Worker(new URL('mutant-worker.ts', import.meta.url), { workerData: { edits } }));
}

function wrap(worker: Worker): Explorer {
  return {
    run: async (job) => {
      worker.postMessage(job);
      const [found] = (await once(worker, 'message')) as [readonly Found[]];
      return found;
    },
    close: () => worker.terminate(),
  };
}
