import { sanitizeLogLine } from '../../text/sanitize.ts';

/** One input that needs a change. Its parts make a line that users can act on. */
export interface InputIssue {
  /** `application-id` */
  readonly input: string;
  /** `is missing`, `is "CANARY"` */
  readonly problem: string;
  /** `add   application-id: app-…   (TEM console, Applications)` */
  readonly fix: string;
}

const GAP = '   ';
/** A longer description of what is wrong does not push the others' corrections aside. */
const MAX_PROBLEM_WIDTH = 64;

/** All inputs that need a change. The message is a table, a line for each. */
export class InputsError extends Error {
  readonly issues: readonly InputIssue[];

  constructor(problems: readonly InputIssue[]) {
    super([title(problems.length), ...table(problems)].join('\n'));
    this.name = 'InputsError';
    this.issues = problems;
  }
}

function title(count: number): string {
  return count === 1 ? '1 input needs a change:' : `${count} inputs need a change:`;
}

function table(problems: readonly InputIssue[]): string[] {
  const rows = problems.map(({ input, problem: is, fix: change }) => ({
    wrong: sanitizeLogLine(`${input} ${is}`),
    change: sanitizeLogLine(change),
  }));
  const width = Math.min(MAX_PROBLEM_WIDTH, Math.max(...rows.map((row) => row.wrong.length)));
  return rows.map((row) => `  ${row.wrong.padEnd(width)}${GAP}${row.change}`);
}
