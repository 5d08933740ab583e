import { callTable, countOf, faultTable } from './matrix-tables.ts';
import type { Result } from './matrix-tables.ts';

export interface Matrix {
  readonly inProcess: readonly Result[];
  readonly built: readonly Result[];
  readonly seed: number;
  /** A section in Markdown. */
  readonly lastSection: string;
}

/** The matrix as a page: what was done, faults by operation, calls one by one. */
export function matrixPage({ inProcess, built, seed, lastSection }: Matrix): string {
  return `# The fault matrix

Written by \`npm run test:faults -- --report\`; every run of \`.ci/run\` prints it anew and fails where a case is violated.

Every call that an operation makes is struck by every fault that the simulator has, where the call comes first, where it comes
second, where it comes last (the read that would show the end), and every time. The cases are made from the calls that the
simulator saw, none is written by hand. ${inProcess.length} cases run in one process, in threads, on virtual clocks; ${built.length} of them, drawn with the seed
${seed}, run once more as a runner starts them, through \`dist/index.js\`.

What holds for each case is read from the state of the simulated cloud, not from the action:

- An hour later the cloud shows what was asked for, or stands as before; or what was begun stands once, and the outputs name it.
- No rollout, version or download was made twice.
- Green only where the cloud shows what was asked for at that moment. The outputs agree with it: IDs, versions, hashes, files.
- What passes by itself is got through: for reads everything that may pass, for every call the rate limit, a slow answer and,
  where a read can tell, an answer that got lost after the work was done.
- No key, token or signed URL in the log, the outputs, the state or the summary; no half file; nothing left for \`post\`.
- The step ends within its timeout, 5 minutes for a revert, and 2 minutes for the answer that it waits for; a cancelled one
  within 5 seconds, and \`post\` is green only where the cloud shows what \`on-cancel\` asks for.

| cases | survived | red, and true | violated |
| ----- | -------- | ------------- | -------- |
${[inProcess, built].map(totals).join('\n')}

## Faults by operation

Each cell: survived + red and true. A fault that strikes every time is red as a rule.

${faultTable(inProcess)}

## Calls

${callTable(inProcess)}

${lastSection}`;
}

function totals(results: readonly Result[], index: number): string {
  const where = index === 0 ? 'in one process' : 'through dist/index.js';
  const counts = (['survived', 'red', 'violated'] as const).map((end) => countOf(results, end));
  return `| ${[`${results.length} ${where}`, ...counts].join(' | ')} |`;
}
