import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';

/** How often a pause looks at the virtual clock, in real milliseconds. */
const STEP = 5;

/** Waits for virtual seconds, or until the simulator closes. */
export async function pause(clock: Clock, seconds: number, closing: AbortSignal): Promise<void> {
  const end = clock.now() + seconds * 1000;
  while (clock.now() < end && !closing.aborted) await sleep(STEP);
}
