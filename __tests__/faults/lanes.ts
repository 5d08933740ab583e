import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Judgement } from './oracle.ts';
import type { RunCase } from './run-case.ts';
import { SCENARIOS } from './scenarios.ts';
import type { Job } from './worker.ts';

export interface Lane {
  readonly run: RunCase;
  readonly close: () => Promise<unknown>;
}

/** A thread of this process that runs one case after another. */
export function openLane(): Lane {
  const worker = new Worker(new URL('worker.ts', import.meta.url));
  return {
    run: async ({ scenario, ...fault }) => {
      const job: Job = { ...fault, scenarioIndex: SCENARIOS.indexOf(scenario) };
      worker.postMessage(job);
      const [judgement] = (await once(worker, 'message')) as [Judgement | undefined];
      return judgement;
    },
    close: () => worker.terminate(),
  };
}
