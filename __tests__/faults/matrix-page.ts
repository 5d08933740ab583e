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

Written by \`npm run test:faults -- --report\`. The checks of every change (\`.ci/run\`) run all cases again, and fail if one breaks a rule.

Every fault that the simulator can cause hits every call of every operation: its first occurrence, its second, its last (the
read that would show the end), or all of them. The cases are made from the calls that the simulator received; none is written
by hand. ${inProcess.length} cases run in one process, in threads, on virtual clocks; ${built.length} of them, drawn with the seed
${seed}, run once more as a runner starts them, through \`dist/index.js\`.

The rules, checked against the state of the simulated cloud and not against what the action reports:

- An hour later, the cloud has what was asked for, or is unchanged, or has exactly one unfinished change, which the outputs name.
- No rollout, version or download was created twice.
- The step succeeds only if the cloud has what was asked for at that moment, and the outputs agree with it: IDs, versions,
  hashes, files.
- The step survives temporary faults: of reads all of them; of changes the rate limit, a slow response and, if a read can tell,
  a response that got lost after the change was made.
- No key, token or signed URL is in the log, the outputs, the state or the summary. No file is incomplete. Nothing is left for \`post\`.
- The step ends within its timeout, plus 5 minutes for a rollback and 2 minutes for a response that it waits for. A cancelled
  step ends within 5 seconds, and \`post\` succeeds only if the cloud has what \`on-cancel\` asks for.

_Survived_: the step succeeded. _Red, and true_: it failed, and what it reported is true. _Violated_: a rule was broken.

| cases | survived | red, and true | violated |
| ----- | -------- | ------------- | -------- |
${[inProcess, built].map(totals).join('\n')}

## Faults by operation

Each cell: survived + red and true. A fault that hits every time usually makes the step fail.

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
