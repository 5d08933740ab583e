import type { ApiResponseError } from '../../tencent/api-errors.ts';
import type { Message, MessageKey, Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import type { HINT } from '../../text/messages/en/hint.ts';

/** Hints without placeholders. */
type PlainHint = Exclude<keyof typeof HINT, ParameterizedHint>;
type ParameterizedHint = {
  [Key in keyof typeof HINT]: (typeof HINT)[Key] extends `${string}{${string}` ? Key : never;
}[keyof typeof HINT];

/** The fix for an error code: a key of the catalogue, or a function of the error. */
export type Hint = PlainHint | ((error: ApiResponseError) => Text);

/** Hints by error code. A code also covers its sub-codes. */
export type Hints = Readonly<Record<string, Hint>>;

/** Returns the text of a hint for an error. */
export function describeHint(hint: Hint, error: ApiResponseError): Text {
  if (typeof hint === 'function') return hint(error);
  // TypeScript cannot infer that none of these keys has a placeholder.
  return { key: hint satisfies MessageKey, values: {} };
}

/** Returns the hint to allow the action that was denied. */
export function allow({ service, action }: ApiResponseError): Message {
  return message('hint.allow', { permission: `${service}:${action}` });
}
