/** The characters that Kubernetes uses in generated names. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Returns `prefix-xxxxx` with `length` generated characters: they seem random and never repeat. */
export type NameSource = (prefix: string, length: number) => string;

export function nameSource(): NameSource {
  const counters = new Map<number, bigint>();
  return (prefix, length) => {
    const count = (counters.get(length) ?? 0n) + 1n;
    counters.set(length, count);
    return `${prefix}-${scramble(count, length)}`;
  };
}

// A prime does not divide 27^length, so the product takes every value once before it repeats.
function scramble(count: bigint, length: number): string {
  const base = BigInt(ALPHABET.length);
  let rest = (count * 7_368_787n * 104_729n) % base ** BigInt(length);
  let word = '';
  while (word.length < length) {
    word = ALPHABET.charAt(Number(rest % base)) + word;
    rest /= base;
  }
  return word;
}
