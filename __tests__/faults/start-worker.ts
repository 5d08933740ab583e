import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Judgement } from './judge-run.ts';
import type { RunCase } from './run-case.ts';
import { SCENARIOS } from './all-scenarios.ts';
import type { Job } from './case-worker.ts';
import type { SimultaneousSteps } from './simultaneous-steps.ts';

export interface CaseWorker {
  readonly runCase: RunCase;
  readonly runSimultaneousSteps: () => Promise<SimultaneousSteps>;
  readonly close: () => Promise<unknown>;
}

/** A thread of this process that does one job after another. */
export function startWorker(): CaseWorker {
  const worker = new Worker(new URL('case-worker.ts', import.meta.url));
  let last: Promise<unknown> = Promise.resolve();
  const send = (job: Job, answer: 'message' | 'exit') => {
    const answered = last.then(async () => {
      worker.postMessage(job);
      return ((await once(worker, answer)) as [unknown])[0];
    });
    last = answered;
    return answered;
  };
  return {
    runCase: async ({ scenario, ...fault }) => {
      const job = { ...fault, scenarioIndex: SCENARIOS.indexOf(scenario) };
      return (await send(job, 'message')) as Judgement | undefined;
    },
    runSimultaneousSteps: async () =>
      (await send('simultaneous steps', 'message')) as SimultaneousSteps,
    close: () => send('end', 'exit'),
  };
}
