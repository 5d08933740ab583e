import type { Text } from '../text/message.ts';
import { ApiResponseError } from './api-errors.ts';

/** Existing entries of one kind: a title, and rows of name and ID. */
export interface ExistingTargets {
  readonly text: Text;
  readonly columns: readonly (readonly [Text, Text])[];
}

/** TEM does not know an ID in the call. Lists existing entries with similar names or IDs. */
export class MissingTargetError extends ApiResponseError {
  override readonly name = 'MissingTargetError';
  readonly existing: readonly ExistingTargets[];

  constructor(refusal: ApiResponseError, existing: readonly ExistingTargets[]) {
    const { service, action, code, requestId, message, serverTime } = refusal;
    super({ service, action, code, requestId, message, serverTime, cause: refusal });
    this.existing = existing;
  }
}
