import type { Detail } from '../../text/detail.ts';
import type { Text } from '../../text/message.ts';
import { joinTexts, message } from '../../text/message.ts';
import { TextError } from '../../text/text-error.ts';

/** A problem with one input. Its parts form one line of the error. */
export interface InputIssue {
  /** `application-id` */
  readonly input: string;
  /** `is missing`, `is "CANARY"` */
  readonly problem: Text;
  /** `add "application-id: app-…" (TEM console, Application Management)` */
  readonly fix: Text;
  /**
   * Other inputs that the check relied on. If one of them has an issue too, this one is dropped.
   */
  readonly about?: readonly string[];
}

/** All issues with the inputs. The message has their number, the details one line for each. */
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
