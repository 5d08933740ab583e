import { setOutput } from '../../report/run-record.ts';
import { ApiError } from '../../tencent/api-errors.ts';
import type { FailedTries } from '../../tencent/retry.ts';
import { getRetryDelay, isOutcomeUnknown } from '../../tencent/retry.ts';
import type { ApiResult } from '../../tencent/services/api-service.ts';
import type { ApplicationVersion } from '../../tencent/services/car-api.ts';
import type { Detail } from '../../text/detail.ts';
import type { Message } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { assertBeforeDeadline } from '../deadline.ts';
import { describeLastFailure } from '../last-failure.ts';
import { pollUntil, VISIBLE_POLL_INTERVAL_MS } from '../poll.ts';
import type { CarContext } from './car-context.ts';
import { listVersions } from './car-context.ts';
import { createLastingCheck } from '../lasting-state.ts';
import { pollForEffect, unknownOutcome } from './uncertain-change.ts';
import { describeVersion, findById } from './version-state.ts';

/**
 * What a list of versions shows about a change. `pending`: it does not show, and nothing else has
 * happened, so the change still applies. `done`: the version shows it. `overtaken`: something else
 * has happened. `absent`: the list does not have the version.
 */
export type ChangeState = 'pending' | 'done' | 'overtaken' | 'absent';

/** A change of one version that is safe to repeat as long as nothing else happens. */
export interface GuardedChange {
  readonly versionId: string;
  /** The headline if the outcome of the change stays unknown. */
  readonly unknown: Message;
  /** Completes the sentence "the timeout was reached before …". */
  readonly goal: Message;
  readonly send: () => Promise<ApiResult<unknown>>;
  readonly judge: (versions: readonly ApplicationVersion[]) => ChangeState;
}

/** How a change ended. `accepted`: CAR accepted it. */
export type GuardedEnd = 'accepted' | Exclude<ChangeState, 'pending'>;

/** After an ambiguous response the change is sent at most once more. */
const MAX_AMBIGUOUS = 2;

/**
 * Sends a change, and checks before each try that it still applies. After an ambiguous response the
 * list has to show for half a minute that nothing was done. Throws an OperationError if the outcome
 * stays unknown, and rejects if CAR clearly refuses.
 */
export async function sendGuarded(car: CarContext, change: GuardedChange): Promise<GuardedEnd> {
  const { context } = car;
  let ambiguous: ApiError | undefined;
  let ambiguousCount = 0;
  let failing: (Pick<ApiError, 'failureClass'> & { since: number }) | undefined;
  for (let tries = 1; ; tries += 1) {
    const { state, seen } = ambiguous
      ? await checkForEffect(car, change, ambiguous)
      : await checkBefore(car, change);
    if (state !== 'pending') return state;
    if (ambiguous && ambiguousCount >= MAX_AMBIGUOUS) {
      throw unknownOutcome({ headline: change.unknown, cause: ambiguous }, [seen]);
    }
    assertBeforeDeadline(context, change.goal);
    if (ambiguous) {
      const again = message('car.sending-again', { version: change.versionId });
      context.log.stage(message('car.stage-retry'), again);
    }
    const failure = await send(car, change);
    if (!failure) return 'accepted';
    if (isNotExecuted(failure)) {
      // Only one kind of failure counts at a time: a rate limit, for example, is no sign of network
      // problems.
      const { failureClass } = failure;
      const now = context.clock.now();
      if (failing?.failureClass !== failureClass) failing = { failureClass, since: now };
      await pauseAfter(car, failure, { tries, failingMs: now - failing.since });
      continue;
    }
    // After an ambiguous response the first request may still take effect, so a refusal of the
    // second one proves nothing.
    if (!ambiguous && isRefusal(failure)) throw failure;
    const unclear = message('car.change-unclear', { reason: failure.text });
    context.log.stage(message('car.stage-check'), unclear);
    ambiguous = failure;
    ambiguousCount += 1;
  }
}

/** Resolves to the error if the call failed. */
async function send(
  { context: { report } }: CarContext,
  change: GuardedChange,
): Promise<ApiError | undefined> {
  try {
    setOutput(report, 'request-id', (await change.send()).requestId);
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error;
  }
}

function isNotExecuted({ failureClass }: ApiError): boolean {
  return failureClass === 'rate-limited' || failureClass === 'not-executed';
}

function isRefusal(failure: ApiError): boolean {
  return !isOutcomeUnknown(failure);
}

/**
 * Waits as the API client does between tries. Rejects with the failure if no time or no try is
 * left.
 */
async function pauseAfter(
  { context: { clock, deadline, cancelSignal, transfer } }: CarContext,
  failure: ApiError,
  tried: FailedTries,
): Promise<void> {
  const pauseMs = getRetryDelay(failure, 'change', tried, transfer.random());
  if (pauseMs === undefined || clock.now() + pauseMs > deadline) throw failure;
  transfer.onRetry?.({ error: failure, pauseMs, failingMs: tried.failingMs });
  await clock.sleep(pauseMs, cancelSignal);
}

interface Check {
  readonly state: ChangeState;
  /** What was read last, to show to the user. */
  readonly seen: Detail;
}

const UNSEEN: Check = {
  state: 'pending',
  seen: { label: message('car.label-found'), text: message('car.found-no-list') },
};

/**
 * One read is enough to send the change. A reason not to send it has to last, unless the deadline
 * comes first.
 */
async function checkBefore(car: CarContext, change: GuardedChange): Promise<Check> {
  const hasLasted = createLastingCheck(car.context.clock);
  let last = UNSEEN;
  const found = await pollUntil(car.context, {
    interval: VISIBLE_POLL_INTERVAL_MS,
    isTargetKnown: true,
    read: () => listVersions(car),
    decide: (versions) => {
      last = judgeList(change, versions);
      const isClear = last.state === 'pending' || last.state === 'done';
      return isClear || hasLasted(last.state) ? last : undefined;
    },
  });
  return found ?? { ...last, state: 'pending' };
}

async function checkForEffect(
  car: CarContext,
  change: GuardedChange,
  cause: ApiError,
): Promise<Check> {
  const hasLasted = createLastingCheck(car.context.clock);
  const doubted = { headline: change.unknown, cause };
  let last = UNSEEN;
  const found = await pollForEffect(car, doubted, (versions) => {
    last = judgeList(change, versions);
    return last.state === 'done' || hasLasted(last.state) ? last : undefined;
  });
  if (!found) throw unknownOutcome(doubted, [last.seen, ...describeLastFailure(car.context)]);
  return found;
}

function judgeList(change: GuardedChange, versions: readonly ApplicationVersion[]): Check {
  const version = findById(versions, change.versionId);
  const text = version
    ? describeVersion(version)
    : message('car.found-absent', { version: change.versionId });
  return { state: change.judge(versions), seen: { label: message('car.label-found'), text } };
}
