import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import { ApiError } from '../../tencent/api-errors.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import type { ApiResult } from '../../tencent/services/api-service.ts';
import { setOutput } from '../../report/run-record.ts';
import type { CarContext } from './car-context.ts';
import { findVersion } from './car-context.ts';
import { describeVersion } from './version-state.ts';
import { describeError } from '../../report/error-outcome.ts';
import type { Outcome } from '../../report/outcome.ts';
import { OperationError } from '../../report/outcome.ts';
import { pollUntil, VISIBLE_POLL_INTERVAL_MS, VISIBLE_TIMEOUT_MS } from '../poll.ts';

/** A change of one version that does no harm when it is done twice. */
export interface IdempotentChange {
  readonly versionId: string;
  /** As it goes on after "it is not known whether". */
  readonly what: string;
  readonly send: () => Promise<ApiResult<unknown>>;
  /** What a look shows of it; `undefined` where the version does not tell. */
  readonly isDone: (version: ApplicationVersion | undefined) => boolean | undefined;
  /** Whether a version that shows nothing of it is still one to send it for. */
  readonly isWanted: (version: ApplicationVersion) => boolean;
}

/**
 * Sends the change; after an unclear answer the version tells. Where it shows that nothing was done
 * the change is sent once more. Throws a Refusal where it stays unknown.
 */
export async function sendIdempotent(context: CarContext, change: IdempotentChange): Promise<void> {
  const cause = await unclearAnswer(context, change);
  if (!cause) return;
  const first = await settle(context, change, { what: change.what, cause });
  if (first.isDone) return;
  const isStillWanted = first.version !== undefined && change.isWanted(first.version);
  if (first.isDone === undefined || !isStillWanted) {
    throw unknownOutcome({ what: change.what, cause }, first.seen);
  }

  context.log.stage('Again', `${change.versionId} shows nothing of it: sends it once more`);
  const again = await sentAgain(context, change);
  if (!again) return;
  const second = await settle(context, change, { what: change.what, cause: again });
  if (!second.isDone) throw unknownOutcome({ what: change.what, cause: again }, second.seen);
}

/** `undefined` where the answer is clear. Throws what is clearly refused. */
async function unclearAnswer(
  context: CarContext,
  { send }: IdempotentChange,
): Promise<ApiError | undefined> {
  try {
    setOutput(context.report, 'request-id', (await send()).requestId);
    return undefined;
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    context.log.stage('Unclear', `${error.message}: looks`);
    return error;
  }
}

/** The first one may be under way after all, so that even a clear refusal settles nothing. */
async function sentAgain(
  context: CarContext,
  change: IdempotentChange,
): Promise<ApiError | undefined> {
  try {
    return await unclearAnswer(context, change);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

async function settle(context: CarContext, change: IdempotentChange, doubt: UncertainChange) {
  let isDone: boolean | undefined;
  let last: ApplicationVersion | undefined;
  let seen = 'no answer for half a minute.';
  await pollForEffect(context, doubt, async () => {
    const version = await findVersion(context, change.versionId);
    last = version;
    isDone = change.isDone(version);
    seen = version ? describeVersion(version) : `${change.versionId} is not in the list.`;
    return isDone === true ? true : undefined;
  });
  return { isDone, version: last, seen: [`Seen: ${seen}`] };
}

/** A change whose answer does not tell whether it was done. */
export interface UncertainChange {
  /** As it goes on after "it is not known whether". */
  readonly what: string;
  readonly cause: ApiError;
}

/**
 * Looks until `look` gives something, for half a minute at the most. A look that is refused does
 * not end the doubt: the Refusal then says both.
 */
export async function pollForEffect<T>(
  context: CarContext,
  change: UncertainChange,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const until = Math.min(context.clock.now() + VISIBLE_TIMEOUT_MS, context.deadline);
  try {
    return await pollUntil(context, {
      interval: VISIBLE_POLL_INTERVAL_MS,
      until,
      read: look,
      decide: (found) => found,
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { headline, details } = describeError(error);
    throw unknownOutcome(change, [`Then: ${headline}`, ...details]);
  }
}

/** The end of a look that settled nothing; `seen` is what it showed. */
export function unknownOutcome(
  { what, cause }: UncertainChange,
  seen: Outcome['details'],
): OperationError {
  return new OperationError(`it is not known whether ${what}`, {
    details: [`Why:  ${cause.message}`, ...seen],
    next: [{ sentence: 'Run the job again: it looks before it changes anything.' }],
  });
}
