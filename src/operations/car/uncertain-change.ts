import { describeError } from '../../report/error-outcome.ts';
import { OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { ApiError } from '../../tencent/api-errors.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import type { ApiResult } from '../../tencent/services/api-service.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import type { Detail } from '../../text/detail.ts';
import { pollUntil, VISIBLE_POLL_INTERVAL_MS, VISIBLE_TIMEOUT_MS } from '../poll.ts';
import type { CarContext } from './car-context.ts';
import { findVersion } from './car-context.ts';
import { describeVersion } from './version-state.ts';

/** A change of one version that does no harm when it is done twice. */
export interface IdempotentChange {
  readonly versionId: string;
  /** As it goes on after "it is not known whether". */
  readonly what: string;
  readonly send: () => Promise<ApiResult<unknown>>;
  /** Whether a version shows the change; `undefined` where it does not tell. */
  readonly isDone: (version: ApplicationVersion | undefined) => boolean | undefined;
  /** Whether the change is still right for a version that does not show it. */
  readonly isWanted: (version: ApplicationVersion) => boolean;
}

/**
 * Sends the change. After an unclear answer the version tells: where it shows that nothing was done
 * the change is sent once more. Throws an OperationError where it stays unknown.
 */
export async function sendIdempotent(car: CarContext, change: IdempotentChange): Promise<void> {
  const { what, versionId } = change;
  const cause = await send(car, change);
  if (!cause) return;
  const first = await waitForEffect(car, change, cause);
  if (first.isDone) return;
  const isStillWanted = first.version !== undefined && change.isWanted(first.version);
  if (first.isDone === undefined || !isStillWanted) {
    throw unknownOutcome({ what, cause }, [first.seen]);
  }
  car.context.log.stage('Again', `${versionId} shows nothing of it: sends it once more`);
  const secondCause = await sendAgain(car, change);
  if (!secondCause) return;
  const second = await waitForEffect(car, change, secondCause);
  if (!second.isDone) throw unknownOutcome({ what, cause: secondCause }, [second.seen]);
}

/** Resolves to the error after which the outcome is unknown. Rejects with a clear refusal. */
async function send(
  { context: { log, report } }: CarContext,
  change: IdempotentChange,
): Promise<ApiError | undefined> {
  try {
    setOutput(report, 'request-id', (await change.send()).requestId);
    return undefined;
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    log.stage('Unclear', `${error.message}: looks`);
    return error;
  }
}

/** As `send`; but the first request may still take effect, so that a refusal settles nothing. */
async function sendAgain(car: CarContext, change: IdempotentChange): Promise<ApiError | undefined> {
  try {
    return await send(car, change);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

interface Effect {
  readonly isDone: boolean | undefined;
  /** As it was read last; `undefined` where it is not in the list, or no read was answered. */
  readonly version: ApplicationVersion | undefined;
  readonly seen: Detail;
}

async function waitForEffect(
  car: CarContext,
  { what, versionId, isDone }: IdempotentChange,
  cause: ApiError,
): Promise<Effect> {
  let effect: Effect = {
    isDone: undefined,
    version: undefined,
    seen: { label: 'Seen', text: 'no answer for half a minute.' },
  };
  await pollForEffect(car, { what, cause }, async () => {
    const version = await findVersion(car, versionId);
    const text = version ? describeVersion(version) : `${versionId} is not in the list.`;
    effect = { isDone: isDone(version), version, seen: { label: 'Seen', text } };
    return effect.isDone === true ? true : undefined;
  });
  return effect;
}

/** A change whose answer does not tell whether it was done. */
export interface UncertainChange {
  /** As it goes on after "it is not known whether". */
  readonly what: string;
  readonly cause: ApiError;
}

/**
 * Reads until `read` gives something, for half a minute at most. A read that is refused leaves the
 * outcome unknown: the OperationError then tells both.
 */
export async function pollForEffect<T>(
  { context }: CarContext,
  change: UncertainChange,
  read: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const until = Math.min(context.clock.now() + VISIBLE_TIMEOUT_MS, context.deadline);
  const decide = (found: T | undefined) => found;
  try {
    return await pollUntil(context, { interval: VISIBLE_POLL_INTERVAL_MS, until, read, decide });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { headline, details } = describeError(error);
    throw unknownOutcome(change, [{ label: 'Then', text: headline }, ...details]);
  }
}

/** The error for a change of which it stays unknown whether it was done; `seen`: what was read. */
export function unknownOutcome(
  { what, cause }: UncertainChange,
  seen: OperationError['details'],
): OperationError {
  return new OperationError(`it is not known whether ${what}`, {
    code: 'change-outcome-unknown',
    details: [{ label: 'Why', text: cause.message }, ...seen],
    next: [{ sentence: 'Run the job again: it looks before it changes anything.' }],
  });
}
