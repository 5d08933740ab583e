import type { ApiResponseError } from '../../tencent/api-errors.ts';

/** What a user can change about an error code, in a few words. */
export type Hint = string | ((error: ApiResponseError) => string);

/** Hints by error code; a code stands for its sub-codes as well. */
export type Hints = Readonly<Record<string, Hint>>;

/** The action that the caller may not do. */
export function allow({ service, action }: ApiResponseError): string {
  return `allow ${service}:${action} for the caller in a CAM policy`;
}

export const LATER = 'the cloud failed, not your inputs: run the job again later';
