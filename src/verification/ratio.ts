/** Sums of fractions are a little off: without this, 30 answers of weight 1/6 would not be 5. */
export const ROUNDING = 1e-6;

/** How much speaks for and against: requests, each with its weight. */
export interface Ratio {
  readonly good: number;
  readonly bad: number;
}

/** Requests whose samples are still to come. */
export interface Remaining {
  readonly requests: number;
  /** How much one of them counts if it is good. If it is bad, it counts 1. */
  readonly weight: number;
}

/**
 * Decides whether at most `allowed` percent are bad: `holds` and `broken` are certain, whatever the
 * remaining requests bring.
 */
export function decideRatio(
  { good, bad }: Ratio,
  allowed: number,
  { requests, weight }: Remaining,
): 'holds' | 'broken' | 'open' {
  if (!isWithin({ good: good + requests * weight, bad }, allowed)) return 'broken';
  return isWithin({ good, bad: bad + requests }, allowed) ? 'holds' : 'open';
}

function isWithin({ good, bad }: Ratio, allowed: number): boolean {
  return bad * 100 <= (good + bad) * allowed + ROUNDING;
}

/** Returns how much is good, in percent; `undefined` if nothing counts. */
export function getGoodPercent({ good, bad }: Ratio): number | undefined {
  return good + bad > 0 ? (good / (good + bad)) * 100 : undefined;
}
