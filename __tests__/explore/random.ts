/** Random numbers that come again with the same seed. */
export interface Random {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** An integer from `min` to `max`, both included. */
  readonly integer: (min: number, max: number) => number;
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
  readonly pick: <const T>(items: readonly [T, ...T[]]) => T;
  /** Numbers of its own, which do not depend on how many are drawn here. */
  readonly fork: (name: string) => Random;
}

/** Mulberry32: small, and good enough to draw scenarios. */
export function createRandom(seed: number): Random {
  let state = mix(seed);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick: (items) => items[integer(0, items.length - 1)] ?? items[0],
    fork: (name) => createRandom(hashText(name, seed)),
  };
}

/** A seed that depends on a text and on another seed. */
export function hashText(text: string, seed: number): number {
  let hash = mix(seed);
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return mix(hash);
}

/** Seeds that follow each other give numbers that do not. */
function mix(seed: number): number {
  let bits = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b);
  bits = Math.imul(bits ^ (bits >>> 16), 0x45d9f3b);
  return (bits ^ (bits >>> 16)) | 0;
}
