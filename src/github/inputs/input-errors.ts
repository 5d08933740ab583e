import { harmless } from '../../text/sanitize.ts';

/** One input that needs a change. Its parts make a line that users can act on. */
export interface Problem {
  /** `application-id` */
  readonly input: string;
  /** `is missing`, `is "CANARY"` */
  readonly is: string;
  /** `add   application-id: app-…   (TEM console, Applications)` */
  readonly change: string;
}

const GAP = '   ';
/** A longer description of what is wrong does not push the others' corrections aside. */
const WIDEST = 64;

/** All inputs that need a change. The message is a table, a line for each. */
export class InputsError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super([title(problems.length), ...table(problems)].join('\n'));
    this.name = 'InputsError';
    this.problems = problems;
  }
}

function title(count: number): string {
  return count === 1 ? '1 input needs a change:' : `${count} inputs need a change:`;
}

function table(problems: readonly Problem[]): string[] {
  const rows = problems.map(({ input, is, change }) => ({
    wrong: harmless(`${input} ${is}`),
    change: harmless(change),
  }));
  const width = Math.min(WIDEST, Math.max(...rows.map((row) => row.wrong.length)));
  return rows.map((row) => `  ${row.wrong.padEnd(width)}${GAP}${row.change}`);
}
