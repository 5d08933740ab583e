// Prints the tables of docs/verification.md: `node bench/verify-tables.ts`.
import { formatBatches, formatWindows } from './verify-detection.ts';
import { formatSavings, measureSavings } from './verify-savings.ts';

const TRIALS = 10_000;
const FEWER_TRIALS = 2_000;

const sections = [
  ['What a window of N requests detects (95 % have to succeed)', formatWindows()],
  ['The same if 99 % have to succeed', formatWindows(99)],
  [
    `Verdicts on a paused batch: passed / failed / no evidence, in percent of ${TRIALS.toLocaleString('en')} trials`,
    formatBatches(TRIALS),
  ],
  [
    'The same if the balancer chooses an instance for each connection, and a connection carries ten requests',
    formatBatches(FEWER_TRIALS, 10),
  ],
  ['Requests that the early decision saves', formatSavings(measureSavings())],
] as const;
for (const [title, text] of sections) console.log(`## ${title}\n\n${text}\n`);
