import type { OpaquePart, Violation } from './part.ts';
import { createRandom } from './random.ts';

/** What one run of a part came to. */
export interface Found {
  readonly part: string;
  readonly seed: number;
  readonly violations: readonly Violation[];
}

/** The numbers that a run is made of. */
export function randomOf(part: Pick<OpaquePart, 'name'>, seed: number) {
  return createRandom(seed).fork(part.name);
}

/** Makes the run of a seed; one that throws has found a defect of its own. */
export async function exploreSeed(part: OpaquePart, seed: number): Promise<Found> {
  try {
    const { violations } = await part.explore(randomOf(part, seed));
    return { part: part.name, seed, violations };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { part: part.name, seed, violations: [{ property: 'explorer-error', text }] };
  }
}
