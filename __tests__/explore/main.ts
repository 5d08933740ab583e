// The explorer: random scenarios against small, nasty models of the cloud, judged by the models' truth.
//
//   npm run test:explore                        4,000 runs over all parts
//   npm run test:explore -- --runs 20000        so many runs in all
//   npm run test:explore -- --seed 7            other scenarios
//   npm run test:explore -- --part tem          only the parts whose name begins so
//   npm run test:explore -- --part tem --only 7000012   one run, with everything that happened
//   npm run test:explore -- --shrink 0          does not look for the simplest scenario
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { PARTS } from './all-parts.ts';
import { formatTable, groupFindings } from './findings-table.ts';
import type { Finding } from './findings-table.ts';
import type { Found } from './found.ts';
import { exploreSeed, randomOf } from './found.ts';
import type { OpaquePart } from './part.ts';
import { startExplorer } from './start-explorer.ts';

const CHUNK = 10;
const SHOWN_SEEDS = 5;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '4000' },
    seed: { type: 'string', default: '1' },
    part: { type: 'string', default: '' },
    only: { type: 'string' },
    shrink: { type: 'string', default: '60' },
    log: { type: 'boolean', default: false },
  },
});
const parts = PARTS.filter(({ name }) => name.startsWith(values.part));
if (values.only !== undefined) await showRun(Number(values.only));
else await exploreAll();

/** Makes one run of each part and prints all of it. */
async function showRun(seed: number): Promise<void> {
  for (const part of parts) {
    const { log, violations } = await part.explore(randomOf(part, seed));
    console.log([`# ${part.name}, seed ${seed}`, ...log].join('\n'));
    for (const { property, text } of violations) console.log(`✗ ${property}: ${text}`);
    if (violations.length > 0) process.exitCode = 1;
  }
}

async function exploreAll(): Promise<void> {
  const startedAt = performance.now();
  const runsPerPart = Math.ceil(Number(values.runs) / Math.max(1, parts.length));
  const found = await makeRuns(runsPerPart);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(formatTable(found));
  console.log(`\n${found.length} runs in ${seconds} s, seed ${values.seed}`);
  const findings = groupFindings(found);
  for (const finding of findings) await showFinding(finding);
  process.exitCode = findings.length > 0 ? 1 : 0;
}

/** Shares the runs among as many threads as there are cores. */
async function makeRuns(runsPerPart: number): Promise<Found[]> {
  const first = Number(values.seed) * 1_000_000;
  const seeds = Array.from({ length: runsPerPart }, (_, index) => first + index);
  const jobs = parts.flatMap(({ name }) =>
    Array.from({ length: Math.ceil(runsPerPart / CHUNK) }, (_, chunk) => ({
      part: name,
      seeds: seeds.slice(chunk * CHUNK, (chunk + 1) * CHUNK),
    })),
  );
  const queue = jobs[Symbol.iterator]();
  const found: Found[] = [];
  const explorers = Array.from({ length: availableParallelism() }, startExplorer);
  await Promise.all(
    explorers.map(async ({ run, close }) => {
      for (const job of queue) found.push(...(await run(job)));
      await close();
    }),
  );
  return found.sort((a, b) => a.part.localeCompare(b.part) || a.seed - b.seed);
}

/** Prints the first seeds of a broken property, and the simplest scenario that still breaks it. */
async function showFinding({ part: name, property, seeds }: Finding): Promise<void> {
  const shown = seeds.slice(0, SHOWN_SEEDS).join(', ');
  console.log(`\n## ${name}: ${property} (${seeds.length} runs; seeds ${shown})`);
  const part = parts.find((one) => one.name === name);
  const [seed] = seeds;
  const maxRuns = Number(values.shrink);
  if (part && seed !== undefined && maxRuns > 0) await showShrunk(part, seed, property, maxRuns);
}

async function showShrunk(
  part: OpaquePart,
  seed: number,
  property: string,
  maxRuns: number,
): Promise<void> {
  if (property === 'explorer-error') {
    const { violations } = await exploreSeed(part, seed);
    for (const { text } of violations) console.log(text);
    return;
  }
  const shrunk = await part.shrink(randomOf(part, seed), property, maxRuns);
  console.log(`seed ${seed}, shrunk in ${shrunk.runs} runs:`);
  console.log(JSON.stringify({ part: part.name, knobs: shrunk.knobs }));
  for (const violation of shrunk.violations) {
    console.log(`✗ ${violation.property}: ${violation.text}`);
  }
  if (values.log) console.log(shrunk.log.join('\n'));
}
