// Runs cases of the fault matrix in a thread of its own: one at a time, as `start-worker.ts` sends them.
import { parentPort } from 'node:worker_threads';
import type { FaultCase } from './fault-case.ts';
import { runCaseInProcess } from './run-case.ts';
import { SCENARIOS } from './all-scenarios.ts';
import { runSimultaneousSteps } from './simultaneous-steps.ts';

/** A case without its scenario, which no message can carry: its index in SCENARIOS instead. */
export type CaseJob = Omit<FaultCase, 'scenario'> & { readonly scenarioIndex: number };

export type Job = CaseJob | 'simultaneous steps' | 'end';

parentPort?.on('message', (job: Job) => {
  // Ended from outside, a thread would leave its folders behind.
  if (job === 'end') process.exit();
  else void run(job);
});

async function run(job: Exclude<Job, 'end'>): Promise<void> {
  parentPort?.postMessage(
    job === 'simultaneous steps' ? await runSimultaneousSteps() : await runFaultCase(job),
  );
}

async function runFaultCase({ scenarioIndex, ...fault }: CaseJob) {
  const scenario = SCENARIOS[scenarioIndex];
  if (!scenario) throw new Error(`There is no scenario ${String(scenarioIndex)}.`);
  return runCaseInProcess({ ...fault, scenario });
}
