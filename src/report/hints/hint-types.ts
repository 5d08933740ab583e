import type { ApiResponseError } from '../../tencent/api-errors.ts';
import type { Message, MessageKey, Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import type { HINT } from '../../text/messages/en/hint.ts';

/** The hints that need no values. */
type PlainHint = Exclude<keyof typeof HINT, ParameterizedHint>;
type ParameterizedHint = {
  [Key in keyof typeof HINT]: (typeof HINT)[Key] extends `${string}{${string}` ? Key : never;
}[keyof typeof HINT];

/** What a user can do about an error code: a text of the catalogue, or one that depends on the call. */
export type Hint = PlainHint | ((error: ApiResponseError) => Text);

/** Hints by error code; a code stands for its sub-codes as well. */
export type Hints = Readonly<Record<string, Hint>>;

/** The text of a hint for one error. */
export function describeHint(hint: Hint, error: ApiResponseError): Text {
  if (typeof hint === 'function') return hint(error);
  // The compiler cannot see that none of these keys has a placeholder.
  return { key: hint satisfies MessageKey, values: {} };
}

/** The action that the caller may not do. */
export function allow({ service, action }: ApiResponseError): Message {
  return message('hint.allow', { permission: `${service}:${action}` });
}
