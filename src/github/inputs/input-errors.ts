import type { Detail } from '../../text/detail.ts';
import type { Text } from '../../text/message.ts';
import { joinTexts, message } from '../../text/message.ts';
import { TextError } from '../../text/text-error.ts';

/** One input that needs a change. Its parts make a line that users can act on. */
export interface InputIssue {
  /** `application-id` */
  readonly input: string;
  /** `is missing`, `is "CANARY"` */
  readonly problem: Text;
  /** `add   application-id: app-…   (TEM console, Applications)` */
  readonly fix: Text;
  /** Other inputs that it takes as they are; while one of them is wrong, this may not be true. */
  readonly about?: readonly string[];
}

/** All inputs that need a change. The message says how many, the details hold a line for each. */
export class InputsError extends TextError {
  override readonly name = 'InputsError';
  readonly code = 'invalid-inputs';
  readonly issues: readonly InputIssue[];
  readonly details: readonly Detail[];

  constructor(issues: readonly InputIssue[]) {
    super(message('input.need-a-change', { count: issues.length }));
    this.issues = issues;
    this.details = [
      {
        text: '',
        columns: issues.map(({ input, problem, fix }) => [joinTexts('space', input, problem), fix]),
      },
    ];
  }
}
