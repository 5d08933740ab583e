import { describeError } from '../../report/error-outcome.ts';
import { OperationError } from '../../report/outcome.ts';
import { ApiError, formatFailure } from '../../tencent/api-errors.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import type { Detail } from '../../text/detail.ts';
import type { Message } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { pollUntil, VISIBLE_POLL_INTERVAL_MS } from '../poll.ts';
import type { CarContext } from './car-context.ts';
import { listVersions } from './car-context.ts';

/** A change whose response does not tell whether it was done. */
export interface UncertainChange {
  /** The headline if the outcome of the change stays unknown. */
  readonly headline: Message;
  readonly cause: ApiError;
}

/**
 * Reads the versions until `decide` returns a value; `undefined` if the deadline comes first. If
 * CAR refuses a read, the outcome is still not known, and the OperationError reports both errors.
 */
export async function pollForEffect<T>(
  car: CarContext,
  change: UncertainChange,
  decide: (versions: ApplicationVersion[]) => T | undefined,
): Promise<T | undefined> {
  const read = () => listVersions(car);
  try {
    return await pollUntil(car.context, {
      interval: VISIBLE_POLL_INTERVAL_MS,
      isTargetKnown: true,
      read,
      decide,
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { headline, details } = describeError(error);
    throw unknownOutcome(change, [
      { label: message('car.label-check'), text: headline },
      ...details,
    ]);
  }
}

/** Creates the error for a change with an unknown outcome. `seen`: what was read last. */
export function unknownOutcome(
  { headline, cause }: UncertainChange,
  seen: readonly Detail[],
): OperationError {
  return new OperationError(headline, {
    code: 'change-outcome-unknown',
    details: [{ label: message('words.why'), text: formatFailure(cause) }, ...seen],
    next: [{ sentence: message('car.rerun-checks') }],
  });
}
