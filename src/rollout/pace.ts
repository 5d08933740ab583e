/** When to look again. All times in ms. */
export interface Pace {
  /** What the user fixed; `undefined`: adapt. */
  readonly fixed: number | undefined;
  readonly now: number;
  /** When the rollout last showed something new. */
  readonly lastChange: number;
  /** All was good at this look: the second one confirms it. */
  readonly isSettling: boolean;
  /** A time at which something is due: the next batch, the end of the grace period. */
  readonly due: number | undefined;
  readonly deadline: number;
}

const SHORTEST = 2_000;
const LONGEST = 15_000;
const CONFIRM_AFTER = 3_000;

/** After a change looks come fast, and the longer nothing happens the rarer they get. */
const SHARE_OF_QUIET = 1 / 5;

/** How long to sleep before the next look; never past the deadline. */
export function pause(pace: Pace): number {
  const { now, deadline } = pace;
  return Math.max(0, Math.min(wished(pace), deadline - now));
}

function wished({ fixed, now, lastChange, isSettling, due }: Pace): number {
  if (fixed !== undefined) return fixed;
  if (isSettling) return CONFIRM_AFTER;
  const quiet = clamp((now - lastChange) * SHARE_OF_QUIET);
  return due !== undefined && due > now ? Math.min(quiet, Math.max(SHORTEST, due - now)) : quiet;
}

function clamp(ms: number): number {
  return Math.min(LONGEST, Math.max(SHORTEST, ms));
}
