/** Returns the value that a `share` of all values does not exceed; NaN if there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const index = Math.max(0, Math.ceil(sorted.length * share) - 1);
  return sorted[index] ?? NaN;
}

/** Returns the middle value, or the mean of the two in the middle; NaN if there are none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return mean(sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1));
}

export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

type Point = readonly [x: number, y: number];

/** Returns the power of x with which y grows from one point to another; 1 is linear. */
export function powerBetween([x, y]: Point, [laterX, laterY]: Point): number {
  return Math.log(laterY / y) / Math.log(laterX / x);
}
