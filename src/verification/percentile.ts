import { ROUNDING } from './ratio.ts';

/** A value and how much it counts. */
export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/**
 * Returns the least value that at least `percent` of all values do not exceed (nearest rank), by
 * weight; `undefined` if there are no values.
 */
export function getWeightedPercentile(
  values: readonly Weighted[],
  percent: number,
): number | undefined {
  const sorted = values.toSorted((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const rank = total * percent - ROUNDING;
  let sum = 0;
  return (sorted.find(({ weight }) => (sum += weight) * 100 >= rank) ?? sorted.at(-1))?.value;
}

/** Returns one percentile (nearest rank) of values in ascending order; `undefined` if none. */
export function getPercentile(sorted: ArrayLike<number>, percent: number): number | undefined {
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];
}

/** Returns a copy in ascending order. A typed array sorts numbers many times faster. */
export function sortNumbers(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}
