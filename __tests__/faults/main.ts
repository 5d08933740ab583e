// The fault matrix: every call of every operation, with every fault that the simulator has.
//
//   npm run test:faults                     prints the matrix; fails where a case is violated
//   npm run test:faults -- --report         writes docs/fault-matrix.md as well
//   npm run test:faults -- --only scf       only the cases whose name has this text in it
//   npm run test:faults -- --seed 7         another sample through dist/index.js
//   npm run test:faults -- --sample 0       so many of the cases through dist/index.js
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SCENARIOS } from './all-scenarios.ts';
import { nameOf } from './fault-case.ts';
import type { FaultCase } from './fault-case.ts';
import { makeCases } from './make-cases.ts';
import { matrixPage } from './matrix-page.ts';
import type { Result } from './matrix-tables.ts';
import { rehearse, runCaseBundled } from './run-case.ts';
import type { RunCase } from './run-case.ts';
import { sampleCases } from './sample-cases.ts';
import { startWorker } from './start-worker.ts';

const REPORT = fileURLToPath(new URL('../../docs/fault-matrix.md', import.meta.url));
const MIN_CASES = 1000;
/** Threads, then child processes, at the same time. */
const WORKERS = Math.max(2, availableParallelism());

const { values } = parseArgs({
  options: {
    report: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: '20261120' },
    sample: { type: 'string', default: '64' },
  },
});

const startedAt = performance.now();
const seed = Number(values.seed);
const workers = Array.from({ length: WORKERS }, startWorker);
const isWhole = values.only === '';
// The longest job comes first, so that all threads are busy until the last case.
const simultaneousSteps = isWhole ? workers[0]?.runSimultaneousSteps() : undefined;
const inProcess = await runAll(
  selectedCases(),
  workers.map(({ runCase }) => runCase),
);
await Promise.all(workers.map(({ close }) => close()));
say(`${inProcess.length} cases in one process`);
const built = await runAll(
  sampleCases(inProcess, Number(values.sample), seed),
  Array.from({ length: WORKERS }, () => runCaseBundled),
);
say(`${built.length} of them through dist/index.js`);
const simultaneous = (await simultaneousSteps) ?? { isSound: true, section: '' };
const matrix = matrixPage({ inProcess, built, seed, lastSection: simultaneous.section });
console.log(matrix);
if (values.report && isWhole) writeFileSync(REPORT, matrix);

const violated = [...inProcess, ...built].filter(({ judgement }) => judgement.end === 'violated');
for (const { fault, judgement } of violated) {
  console.error(`✗ ${nameOf(fault)}`);
  for (const violation of judgement.violations) console.error(`    ${violation}`);
}
const hasEnough = !isWhole || inProcess.length >= MIN_CASES;
if (!hasEnough) console.error(`✗ fewer than ${MIN_CASES} cases`);
if (!simultaneous.isSound) console.error('✗ not all steps that began at once succeeded');
process.exitCode = violated.length === 0 && hasEnough && simultaneous.isSound ? 0 : 1;

/** Scenario by scenario: the first cases run while the next scenario is looked at. */
async function* selectedCases(): AsyncGenerator<FaultCase> {
  for (const scenario of SCENARIOS) {
    const cases = await makeCases(scenario, rehearse);
    yield* cases.filter((fault) => nameOf(fault).includes(values.only));
  }
}

/** Those whose fault came, in the order of the cases; each runner takes the next one that is left. */
async function runAll(
  faults: AsyncIterable<FaultCase> | Iterable<FaultCase>,
  runners: readonly RunCase[],
): Promise<Result[]> {
  const queue = numbered(faults);
  const results: (Result | undefined)[] = [];
  const work = async (run: RunCase) => {
    for await (const [index, fault] of queue) {
      const judgement = await run(fault);
      results[index] = judgement && { fault, judgement };
    }
  };
  await Promise.all(runners.map(work));
  return results.filter((result) => result !== undefined);
}

async function* numbered<T>(
  items: AsyncIterable<T> | Iterable<T>,
): AsyncGenerator<readonly [number, T]> {
  let index = 0;
  for await (const item of items) yield [index++, item];
}

function say(what: string): void {
  console.error(`${what}, after ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
}
