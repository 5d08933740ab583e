import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Judgement } from './judge-run.ts';
import type { RunCase } from './run-case.ts';
import { SCENARIOS } from './all-scenarios.ts';
import type { Job } from './case-worker.ts';

export interface CaseWorker {
  readonly run: RunCase;
  readonly close: () => Promise<unknown>;
}

/** A thread of this process that runs one case after another. */
export function startWorker(): CaseWorker {
  const worker = new Worker(new URL('case-worker.ts', import.meta.url));
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
