import { CallError } from '../../tencent/errors.ts';
import { describeFailure } from '../failure.ts';
import { Refusal } from '../outcome.ts';
import { poll } from '../poll.ts';
import type { CarSession } from './session.ts';

/** A change whose answer does not tell whether it was done. */
export interface Doubt {
  /** As it goes on after "it is not known whether". */
  readonly what: string;
  readonly cause: CallError;
}

/** How long a change may take to show itself after an unclear answer. */
const SHOWS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 3_000;

/**
 * Looks until `look` gives something, for half a minute at the most. A look that is refused does
 * not end the doubt: the Refusal then says both.
 */
export async function lookInDoubt<T>(
  session: CarSession,
  doubt: Doubt,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const deadline = Math.min(session.clock.now() + SHOWS_WITHIN_MS, session.deadline);
  try {
    return await poll({ ...session, deadline }, LOOK_EVERY_MS, look);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const { headline, details } = describeFailure(error);
    throw inDoubt(doubt, [`Then: ${headline}`, ...details]);
  }
}

/** The end of a look that settled nothing; `seen` is what it showed. */
export function inDoubt({ what, cause }: Doubt, seen: readonly string[]): Refusal {
  return new Refusal(`it is not known whether ${what}`, {
    details: [`Why:  ${cause.message}`, ...seen],
    next: [{ sentence: 'Run the job again: it looks before it changes anything.' }],
  });
}
