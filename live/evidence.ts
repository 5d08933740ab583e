import type { JsonObject } from '../src/tencent/json.ts';

/** One answer of Tencent Cloud, live or recorded. */
export interface Answer {
  /** When it arrived, in ms since 1970. */
  readonly at: number;
  /** The check during which the call was sent; a recording has one file for each. */
  readonly check: string;
  readonly service: string;
  readonly action: string;
  readonly parameters: JsonObject;
  /** The HTTP status; 0 if there was no answer. */
  readonly status: number;
  /** The content of `Response`; null if the body has none. */
  readonly response: JsonObject | null;
}

/** What was seen besides answers of the API, such as COS's answer to an upload, by its name. */
export type Facts = Readonly<Record<string, string>>;

/** All that a run, or a recording, has seen. */
export interface Evidence {
  readonly answers: readonly Answer[];
  readonly facts: Facts;
}

/** Which answers are wanted. */
export interface Wanted {
  readonly action: string;
  readonly check?: string;
}

/** Returns the answers of an action that are no errors, in order. */
export function findAnswers({ answers }: Evidence, { action, check }: Wanted): Answer[] {
  return answers.filter((answer) => {
    const isWanted = answer.action === action && (check ?? answer.check) === answer.check;
    return isWanted && answer.response !== null && getErrorCode(answer) === '';
  });
}

/** Returns the content of an answer. */
export function getResponse(answer: Answer | undefined): JsonObject {
  return answer?.response ?? {};
}

/** Returns the error code of an answer; '' if it is no error. */
export function getErrorCode({ response }: Pick<Answer, 'response'>): string {
  const error = response?.Error as { readonly Code?: unknown } | undefined;
  return typeof error?.Code === 'string' ? error.Code : '';
}
