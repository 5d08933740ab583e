// The fault matrix: every call of every operation, with every fault that the simulator has.
//
//   npm run test:faults                     prints the matrix; fails where a case is violated
//   npm run test:faults -- --report         writes docs/fault-matrix.md as well
//   npm run test:faults -- --only scf       only the cases whose name has this text in it
//   npm run test:faults -- --seed 7         another sample through dist/index.js
//   npm run test:faults -- --sample 0       so many of the cases through dist/index.js
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { crowd } from './crowd.ts';
import { nameOf } from './fault-case.ts';
import type { FaultCase } from './fault-case.ts';
import { openLane } from './lanes.ts';
import { casesOf } from './matrix.ts';
import { report } from './report.ts';
import { rehearse, runCaseBuilt } from './run-case.ts';
import type { RunCase } from './run-case.ts';
import { sample } from './sample.ts';
import { SCENARIOS } from './scenarios.ts';
import type { Result } from './tables.ts';

const REPORT = fileURLToPath(new URL('../../docs/fault-matrix.md', import.meta.url));
const FEWEST_CASES = 1000;
/** Threads, then child processes, at the same time. */
const LANES = 2;

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
const cases = (await allCases()).filter((fault) => nameOf(fault).includes(values.only));
const lanes = Array.from({ length: LANES }, openLane);
const inProcess = await runAll(
  cases,
  lanes.map(({ run }) => run),
);
await Promise.all(lanes.map(({ close }) => close()));
say(`${inProcess.length} cases in one process`);
const built = await runAll(
  sample(inProcess, Number(values.sample), seed),
  Array.from({ length: LANES }, () => runCaseBuilt),
);
say(`${built.length} of them through dist/index.js`);

const crowded = values.only === '' ? { crowd: await crowd() } : {};
const matrix = report({ inProcess, built, seed, ...crowded });
console.log(matrix);
if (values.report) writeFileSync(REPORT, matrix);
const violated = [...inProcess, ...built].filter(({ judgement }) => judgement.end === 'violated');
for (const { fault, judgement } of violated) {
  console.error(`✗ ${nameOf(fault)}`);
  for (const violation of judgement.violations) console.error(`    ${violation}`);
}
const isWhole = values.only !== '' || inProcess.length >= FEWEST_CASES;
if (!isWhole) console.error(`✗ fewer than ${FEWEST_CASES} cases`);
process.exitCode = violated.length === 0 && isWhole ? 0 : 1;

async function allCases(): Promise<FaultCase[]> {
  const all: FaultCase[] = [];
  for (const scenario of SCENARIOS) {
    all.push(...(await casesOf(scenario, rehearse)));
  }
  return all;
}

/** Those whose fault came, in the order of the cases. */
async function runAll(faults: readonly FaultCase[], lanes: readonly RunCase[]): Promise<Result[]> {
  const queue = faults.entries();
  const results: (Result | undefined)[] = [];
  const work = async (run: RunCase) => {
    for (const [index, fault] of queue) {
      const judgement = await run(fault);
      results[index] = judgement && { fault, judgement };
    }
  };
  await Promise.all(lanes.map(work));
  return results.filter((result) => result !== undefined);
}

function say(what: string): void {
  console.error(`${what}, after ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
}
