// Runs scenarios in a thread of its own: some seeds of one part at a time, as `start-explorer.ts` sends them.
import { parentPort } from 'node:worker_threads';
import { findPart } from './all-parts.ts';
import type { Found } from './found.ts';
import { exploreSeed } from './found.ts';

/** The runs that a thread is to make next. */
export interface Job {
  readonly part: string;
  readonly seeds: readonly number[];
}

parentPort?.on('message', (job: Job) => {
  void run(job);
});

async function run({ part, seeds }: Job): Promise<void> {
  const found: Found[] = [];
  for (const seed of seeds) found.push(await exploreSeed(findPart(part), seed));
  parentPort?.postMessage(found);
}
