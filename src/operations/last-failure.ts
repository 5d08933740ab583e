import type { ApiError } from '../tencent/api-errors.ts';
import { formatFailure } from '../tencent/api-errors.ts';
import type { Detail } from '../text/detail.ts';
import { message } from '../text/message.ts';

/**
 * The last failure of the reads that a wait tolerates, so that its error can report it if the wait
 * times out. `pollUntil` keeps it up to date.
 */
export interface LastFailure {
  /** The error of the last read; `undefined` if it succeeded. */
  error: ApiError | undefined;
}

/** Describes why the last read failed; empty if it succeeded. */
export function describeLastFailure({
  lastFailure: { error },
}: {
  readonly lastFailure: LastFailure;
}): Detail[] {
  const label = message('rollout.label-last-error');
  return error ? [{ label, text: formatFailure(error) }] : [];
}
