import { ApiError } from '../api-error.ts';

/** SCF's refusals with their documented meanings. */
const MESSAGES = {
  'FailedOperation.FunctionStatusError': 'Operation failed. The function is deploying.',
  'ResourceNotFound.Function': 'The function does not exist.',
  'ResourceNotFound.FunctionVersion': 'The function version does not exist.',
  'ResourceNotFound.Namespace': 'The namespace does not exist.',
} as const;

export type ScfErrorCode = keyof typeof MESSAGES;

export function scfError(code: ScfErrorCode): ApiError {
  return new ApiError(code, MESSAGES[code]);
}
