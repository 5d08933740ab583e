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
/** A longer description of a problem does not push the fixes of the others aside. */
const MAX_PROBLEM_WIDTH = 64;

/** All inputs that need a change. The message is a table under a title, a line for each. */
export class InputsError extends Error {
  override readonly name = 'InputsError';
  readonly issues: readonly InputIssue[];
  /** `3 inputs need a change` */
  readonly title: string;
  /** The lines of the table. */
  readonly lines: readonly string[];

  constructor(issues: readonly InputIssue[]) {
    const title = formatTitle(issues.length);
    const lines = formatTable(issues);
    super([`${title}:`, ...lines].join('\n'));
    this.issues = issues;
    this.title = title;
    this.lines = lines;
  }
}

function formatTitle(count: number): string {
  return count === 1 ? '1 input needs a change' : `${count} inputs need a change`;
}

function formatTable(issues: readonly InputIssue[]): string[] {
  const rows = issues.map(({ input, problem, fix }) => ({
    problem: sanitizeLogLine(`${input} ${problem}`),
    fix: sanitizeLogLine(fix),
  }));
  const width = Math.min(MAX_PROBLEM_WIDTH, Math.max(...rows.map((row) => row.problem.length)));
  return rows.map((row) => `  ${row.problem.padEnd(width)}${GAP}${row.fix}`);
}
