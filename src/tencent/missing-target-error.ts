import type { Text } from '../text/message.ts';
import { ApiResponseError } from './api-errors.ts';

/** What exists of one kind: a title, and rows of a name and an ID. */
export interface ExistingTargets {
  readonly text: Text;
  readonly columns: readonly (readonly [Text, Text])[];
}

/** TEM does not know what a call names; it does know these, which have similar names or IDs. */
export class MissingTargetError extends ApiResponseError {
  override readonly name = 'MissingTargetError';
  readonly existing: readonly ExistingTargets[];

  constructor(refusal: ApiResponseError, existing: readonly ExistingTargets[]) {
    const { service, action, code, requestId, message, serverTime } = refusal;
    super({ service, action, code, requestId, message, serverTime, cause: refusal });
    this.existing = existing;
  }
}
