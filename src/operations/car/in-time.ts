import { MORE_TIME, Refusal } from '../outcome.ts';
import type { CarSession } from './session.ts';

/** What is not begun in time is not begun at all: nobody would see what becomes of it. */
export function guardTime({ clock, deadline }: CarSession, what: string): void {
  if (clock.now() < deadline) return;
  throw new Refusal(`the timeout was reached before ${what}`, {
    status: 'timed-out',
    details: ['That was not started.'],
    next: [MORE_TIME],
  });
}
