import type { SeriesPoint } from './criteria.ts';
import { getPercentile, sortNumbers } from './percentile.ts';
import type { SampleLog } from './samples.ts';

/** How many points a chart has room for. */
export const MAX_POINTS = 30;

/**
 * Divides the samples of all URLs into periods of equal length, which is a multiple of `interval`
 * (ms), so that each has as many requests. A period without requests has a point too.
 */
export function buildSeries(
  logs: readonly SampleLog[],
  startedAt: number,
  interval: number,
): SeriesPoint[] {
  const lastAt = logs.reduce((last, { at }) => at.reduce((a, b) => Math.max(a, b), last), -1);
  if (lastAt < startedAt) return [];
  const slots = Math.floor((lastAt - startedAt) / interval) + 1;
  const slotsPerPoint = Math.ceil(slots / MAX_POINTS);
  const points = Array.from({ length: Math.ceil(slots / slotsPerPoint) }, (_, index) => ({
    at: index * slotsPerPoint * interval,
    requests: 0,
    failures: 0,
    latencies: [] as number[],
  }));
  for (const log of logs) {
    log.at.forEach((at, index) => {
      const slot = Math.floor((at - startedAt) / interval);
      const point = points[Math.floor(slot / slotsPerPoint)];
      const latency = log.latency[index] ?? NaN;
      if (!point) return;
      point.requests += 1;
      point.failures += log.failed[index] ?? 0;
      if (!Number.isNaN(latency)) point.latencies.push(latency);
    });
  }
  return points.map(({ latencies, ...point }) => ({
    ...point,
    p95: getPercentile(sortNumbers(latencies), 95),
  }));
}
