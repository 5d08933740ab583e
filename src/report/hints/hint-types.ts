import type { ApiResponseError } from '../../tencent/api-errors.ts';

/** What a user can change about an error code, in a few words. */
export type Hint = string | ((error: ApiResponseError) => string);

/** Hints by error code; a code stands for its sub-codes as well. */
export type Hints = Readonly<Record<string, Hint>>;

/** The action that the caller may not do. */
export function allow({ service, action }: ApiResponseError): string {
  return `allow ${service}:${action} for the caller in a CAM policy`;
}

export const LATER =
  'the cloud failed, not your inputs: run the job again later; if it stays, give the RequestId to Tencent Cloud support';

/** The hint does not know whether `endpoint` is given: it must be right in both cases. */
export const NO_SUCH_ACTION =
  'remove endpoint if it is given (the default is tencentcloudapi.com); otherwise check region: the service does not offer this action there';
