import { createHash } from 'node:crypto';

/** Generates numbers in [0, 1), the same for the same seed (mulberry32). */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** Returns an integer from `low` to `high`, inclusive. */
export function integer(random: Random, low: number, high: number): number {
  return Math.floor(between(random, low, high + 1));
}

/** Returns a log-uniform number: 20 to 40 is as likely as 90 to 180. */
export function logBetween(random: Random, low: number, high: number): number {
  return Math.exp(between(random, Math.log(low), Math.log(high)));
}

/** Returns one of `choices` with a probability proportional to its weight. */
export function weighted<Choice>(
  random: Random,
  choices: readonly (readonly [weight: number, choice: Choice])[],
): Choice {
  const total = choices.reduce((sum, [weight]) => sum + weight, 0);
  let left = random() * total;
  const found = choices.find(([weight]) => (left -= weight) < 0) ?? choices.at(-1);
  if (!found) throw new Error('There is nothing to choose from.');
  return found[1];
}

/** Returns bytes that cannot be compressed, the same for the same seed. */
export function noise(length: number, seed: number): Buffer {
  return createHash('shake256', { outputLength: length }).update(String(seed)).digest();
}
