// Pairs of pushes without a concurrency group, in real processes: npm run test:pairs -- [PAIRS]
import { pushTwice, STRATEGIES } from './two-pushes.ts';
import { closeWorlds } from './world.ts';

const pairs = Number(process.argv[2] ?? 20);
/** Between the two pushes of the first pair and those of the next ones, in seconds. */
const STEP_SECONDS = 7;

for (const strategy of Object.keys(STRATEGIES) as (keyof typeof STRATEGIES)[]) {
  let good = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    const { statuses } = await pushTwice(strategy, 1 + pair * STEP_SECONDS);
    if (statuses.every((status) => status === 'succeeded')) good += 1;
    else console.log(`${strategy}, ${1 + pair * STEP_SECONDS} s apart: ${statuses.join(', ')}`);
    await closeWorlds();
  }
  console.log(`${strategy}: both succeeded in ${good} of ${pairs} pairs`);
  if (good < pairs) process.exitCode = 1;
}
