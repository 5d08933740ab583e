import type { Lasting } from '../../rollout/lasting.ts';
import { hasLasted, STALE_READ_MS, updateCheck } from '../../rollout/lasting.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { setOutput } from '../../report/run-record.ts';
import { ApiError, formatFailure } from '../../tencent/api-errors.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import type { ApiResult } from '../../tencent/services/api-service.ts';
import { isOverdue } from '../deadline.ts';
import { pollUntil, VISIBLE_POLL_INTERVAL_MS, VISIBLE_TIMEOUT_MS } from '../poll.ts';
import type { TemContext } from './tem-context.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';

/** What a check shows about a change. gone: its rollout has ended or is not current any more. */
export type Effect = 'shown' | 'absent' | 'gone' | 'unclear';

/** A change of the current rollout, and how to recognize its effect. */
export interface RolloutChange {
  readonly send: () => Promise<ApiResult<boolean>>;
  readonly check: (snapshot: Snapshot) => Effect;
}

/**
 * The result of a change. `unknown` means that the deadline came before the rollout showed an
 * effect or none.
 */
export type ChangeResult =
  | ChangeAnswer
  | Unconfirmed<'absent'>
  | { readonly kind: 'gone'; readonly answer: Unconfirmed<'refused' | 'unknown'> };

/** TEM's answer. refused: TEM answered that it did not execute the call. */
export type ChangeAnswer = { readonly kind: 'accepted' } | Unconfirmed<'refused' | 'unknown'>;

interface Unconfirmed<Kind> {
  readonly kind: Kind;
  readonly reason: Text;
}

/**
 * Sends a change. If TEM does not confirm it, the rollout is checked, because someone else may have
 * made the same change. After an ambiguous response, and half a minute of successful checks without
 * an effect, the change is sent once more. Rejects with an ApiError if TEM refuses the change.
 */
export async function sendChange(tem: TemContext, change: RolloutChange): Promise<ChangeResult> {
  const first = await sendOnce(tem, change);
  if (first.kind === 'accepted') return first;
  const effect = await watchEffect(tem, change);
  const isPossible = effect === 'absent' && !isOverdue(tem.context);
  const canSendAgain = first.kind === 'unknown' && isPossible;
  if (!canSendAgain) return toResult(effect, first);
  const second = await sendAgain(tem, change);
  if (second.kind === 'accepted') return second;
  return toResult(await watchEffect(tem, change), second);
}

function toResult(effect: WatchedEffect, answer: Unconfirmed<'refused' | 'unknown'>): ChangeResult {
  const { kind, reason } = answer;
  switch (effect) {
    case 'shown':
      return { kind: 'accepted' };
    case 'gone':
      return { kind: 'gone', answer };
    case 'absent':
      return { kind: kind === 'refused' ? kind : effect, reason };
    case 'unknown':
      return { kind: effect, reason };
  }
}

/** Sends a change once. Rejects with an ApiError if TEM refuses it. */
export async function sendOnce(
  { context }: TemContext,
  { send }: Pick<RolloutChange, 'send'>,
): Promise<ChangeAnswer> {
  try {
    const { value, requestId } = await send();
    setOutput(context.report, 'request-id', requestId);
    if (value) return { kind: 'accepted' };
    return { kind: 'refused', reason: message('policy.answered-false', { requestId }) };
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    return { kind: 'unknown', reason: formatFailure(error) };
  }
}

/**
 * Sends a change again. The first request may still take effect, so a refusal proves nothing and is
 * returned as an answer.
 */
async function sendAgain(tem: TemContext, change: RolloutChange): Promise<ChangeAnswer> {
  try {
    return await sendOnce(tem, change);
  } catch (error) {
    if (error instanceof ApiError) return { kind: 'refused', reason: formatFailure(error) };
    throw error;
  }
}

type WatchedEffect = Exclude<Effect, 'unclear'> | 'unknown';

/** Checks until the effect is certain, or the deadline comes. */
async function watchEffect(tem: TemContext, { check }: RolloutChange): Promise<WatchedEffect> {
  const { clock } = tem.context;
  let [gone, shown]: (Lasting | undefined)[] = [];
  const effect = await pollUntil<Snapshot, WatchedEffect>(tem.context, {
    ...tem.snapshots,
    interval: VISIBLE_POLL_INTERVAL_MS,
    decide: (snapshot, _, watchedMs) => {
      const seen = check(snapshot);
      const now = clock.now();
      gone = updateCheck(gone, seen === 'gone', now);
      shown = updateCheck(shown, seen === 'shown', now);
      if (hasLasted(gone, STALE_READ_MS, now)) return 'gone';
      if (hasLasted(shown, STALE_READ_MS, now)) return 'shown';
      return seen === 'absent' && watchedMs >= VISIBLE_TIMEOUT_MS ? 'absent' : undefined;
    },
  });
  return effect ?? 'unknown';
}
