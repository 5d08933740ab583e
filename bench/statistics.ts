/** The value that `share` of all values do not exceed; NaN where there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const index = Math.max(0, Math.ceil(sorted.length * share) - 1);
  return sorted[index] ?? NaN;
}

/** The middle value, or the mean of the two in the middle; NaN where there are none. */
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

export interface Line {
  readonly slope: number;
  readonly intercept: number;
  /** Share of the spread that the line explains: 1 for points on a line. */
  readonly fit: number;
}

/** The straight line of least squares through the points. */
export function lineThrough(points: readonly (readonly [x: number, y: number])[]): Line {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [centreX, centreY] = [mean(xs), mean(ys)];
  const spread = sum(points.map(([x, y]) => (x - centreX) * (y - centreY)));
  const spreadX = sum(xs.map((x) => (x - centreX) ** 2));
  const spreadY = sum(ys.map((y) => (y - centreY) ** 2));
  const slope = spread / spreadX;
  const fit = spreadY === 0 ? 1 : spread ** 2 / (spreadX * spreadY);
  return { slope, intercept: centreY - slope * centreX, fit };
}
