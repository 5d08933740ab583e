import type { Detail } from '../../text/detail.ts';
import { sanitizeLogLine } from '../../text/sanitize.ts';

/** One input that needs a change. Its parts make a line that users can act on. */
export interface InputIssue {
  /** `application-id` */
  readonly input: string;
  /** `is missing`, `is "CANARY"` */
  readonly problem: string;
  /** `add   application-id: app-…   (TEM console, Applications)` */
  readonly fix: string;
  /** Other inputs that it takes as they are; while one of them is wrong, this may not be true. */
  readonly about?: readonly string[];
}

const GAP = '   ';
/** A longer description of a problem does not push the fixes of the others aside. */
const MAX_PROBLEM_WIDTH = 64;

/** All inputs that need a change. The message says how many, the details hold a line for each. */
export class InputsError extends Error {
  override readonly name = 'InputsError';
  readonly code = 'invalid-inputs';
  readonly issues: readonly InputIssue[];
  readonly details: readonly Detail[];

  constructor(issues: readonly InputIssue[]) {
    super(issues.length === 1 ? '1 input needs a change' : `${issues.length} inputs need a change`);
    this.issues = issues;
    this.details = [{ text: '', block: formatIssues(issues) }];
  }
}

/** A line for each issue, with the fixes in a column. */
export function formatIssues(issues: readonly InputIssue[]): string[] {
  const rows = issues.map(({ input, problem, fix }) => ({
    problem: sanitizeLogLine(`${input} ${problem}`),
    fix: sanitizeLogLine(fix),
  }));
  const width = Math.min(MAX_PROBLEM_WIDTH, Math.max(...rows.map((row) => row.problem.length)));
  return rows.map((row) => `  ${row.problem.padEnd(width)}${GAP}${row.fix}`);
}
