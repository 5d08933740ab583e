// Runs cases of the fault matrix in a thread of its own: one at a time, as `start-worker.ts` sends them.
import { parentPort } from 'node:worker_threads';
import type { FaultCase } from './fault-case.ts';
import { runCaseInProcess } from './run-case.ts';
import { SCENARIOS } from './all-scenarios.ts';

/** A case without its scenario, which no message can carry: its index in SCENARIOS instead. */
export type Job = Omit<FaultCase, 'scenario'> & { readonly scenarioIndex: number };

parentPort?.on('message', (job: Job) => {
  void run(job);
});

async function run({ scenarioIndex, ...fault }: Job): Promise<void> {
  const scenario = SCENARIOS[scenarioIndex];
  if (!scenario) throw new Error(`There is no scenario ${String(scenarioIndex)}.`);
  parentPort?.postMessage(await runCaseInProcess({ ...fault, scenario }));
}
