// Proves that the explorer finds what it is there for: takes one rule of src/ back at a time, and
// counts the runs until a property is broken that holds without the mutation.
//
//   node __tests__/explore/mutants.ts                 all mutations, 3,000 runs at most for each
//   node __tests__/explore/mutants.ts --only PATTERN   those whose name this pattern matches
//   node __tests__/explore/mutants.ts --runs 500 --seed 7
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Job } from './explore-worker.ts';
import type { Mutation } from './mutation.ts';
import { startExplorer, startMutant } from './start-explorer.ts';
import type { Explorer } from './start-explorer.ts';
import { TEM_MUTATIONS } from './tem/tem-mutations.ts';

/** How long one run may take before the mutation counts as found, in real ms. */
const MAX_RUN_MS = 30_000;

interface Sight {
  /** How many runs it took. */
  readonly runs: number;
  readonly properties: readonly string[];
  readonly job: Job;
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3000' },
    seed: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
  },
});
const originals = Array.from({ length: availableParallelism() }, startExplorer);
console.log('| mutation | runs until found | property | part, seed |\n| --- | --- | --- | --- |');
for (const mutation of TEM_MUTATIONS.filter(({ name }) => new RegExp(values.only).test(name))) {
  const sight = await findFirst(mutation);
  const cells = sight
    ? describeSight(sight)
    : [`none of ${values.runs}`, mutation.hidden ?? '', ''];
  console.log(`| ${[mutation.name, ...cells].join(' | ')} |`);
  if (!sight && mutation.hidden === undefined) process.exitCode = 1;
}
await Promise.all(originals.map(({ close }) => close()));

/** One run each. */
function listJobs({ part }: Mutation): Job[] {
  const first = Number(values.seed) * 1_000_000;
  return Array.from({ length: Number(values.runs) }, (_, index) => ({
    part,
    seeds: [first + index],
  }));
}

function describeSight({ runs, properties, job }: Sight): string[] {
  return [String(runs), properties.join(', '), `${job.part} ${job.seeds.join()}`];
}

/** The first run, in the order of the list, that breaks something because of the mutation. */
async function findFirst(mutation: Mutation): Promise<Sight | undefined> {
  const sights: Sight[] = [];
  const queue = listJobs(mutation).entries();
  const explore = async (original: Explorer) => {
    const mutant = startMutant(mutation.edits);
    for (const [index, job] of queue) {
      const properties = await listBroken(mutant, original, job);
      if (properties.length > 0) sights.push({ runs: index + 1, properties, job });
      if (sights.length > 0) break;
    }
    await mutant.close();
  };
  await Promise.all(originals.map(explore));
  return sights.sort((a, b) => a.runs - b.runs)[0];
}

/** What a run breaks, and does not break without the mutation. */
async function listBroken(mutant: Explorer, original: Explorer, job: Job): Promise<string[]> {
  const broken = await listProperties(mutant, job);
  if (broken.length === 0) return [];
  const known = await listProperties(original, job);
  return broken.filter((property) => !known.includes(property));
}

async function listProperties({ run }: Explorer, job: Job): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<string[]>((resolve) => {
    timer = setTimeout(resolve, MAX_RUN_MS, ['hang']);
  });
  const found = run(job).then((runs) => {
    return runs.flatMap(({ violations }) => violations.map(({ property }) => property));
  });
  const properties = await Promise.race([found, limit]);
  clearTimeout(timer);
  return [...new Set(properties)];
}
