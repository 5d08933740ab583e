/** What decides when to read again. All times in ms. */
export interface PollState {
  /** The fixed interval from the inputs; `undefined`: adapt to the rollout. */
  readonly fixed: number | undefined;
  readonly now: number;
  /** When the rollout last showed something new. */
  readonly lastChange: number;
  /**
   * Set if this read showed everything healthy: if it stays so until this time, the verdict is
   * final.
   */
  readonly settlesAt: number | undefined;
  /** Nothing is expected before this time: the next batch's start, or a batch's earliest end. */
  readonly quietUntil?: number | undefined;
  /** True once every batch has begun: the next change may be the end of the rollout. */
  readonly isLastBatch?: boolean;
  /** A time that needs a read even if nothing is expected: the end of the grace period. */
  readonly due: number | undefined;
}

const MIN_DELAY_MS = 1_500;
const USUAL_DELAY_MS = 6_000;
/** Shorter in the last batch, because the step ends with it. */
const LAST_BATCH_DELAY_MS = 1_500;
/** The longest pause between two polls if no interval is fixed, in ms. */
export const MAX_POLL_DELAY_MS = 15_000;
const CONFIRM_DELAY_MS = 3_000;
/** While everything has to stay healthy: two or three checks in the default 15 s. */
const SETTLE_DELAY_MS = 7_500;

/**
 * The longer nothing happens, the longer the delay, so that a stuck rollout needs few API calls.
 */
const SHARE_OF_QUIET = 1 / 20;

/** Returns how long to sleep before the next read, in ms; the poll cuts it at its end. */
export function nextPollDelay(state: PollState): number {
  const { fixed, now, lastChange, settlesAt, quietUntil, due, isLastBatch } = state;
  if (fixed !== undefined) return fixed;
  if (settlesAt !== undefined) {
    return Math.min(SETTLE_DELAY_MS, Math.max(CONFIRM_DELAY_MS, settlesAt - now));
  }
  const isQuiet = (quietUntil ?? now) > now;
  const shortest = isLastBatch ? LAST_BATCH_DELAY_MS : USUAL_DELAY_MS;
  const growing = Math.max(shortest, (now - lastChange) * SHARE_OF_QUIET);
  const usual = isQuiet ? MAX_POLL_DELAY_MS : Math.min(MAX_POLL_DELAY_MS, growing);
  const next = Math.min(...[quietUntil, due].map((time) => (time && time > now ? time : Infinity)));
  return Math.min(usual, Math.max(MIN_DELAY_MS, next - now));
}
