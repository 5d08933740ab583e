import { CRITERIA, probeService } from './verify-service.ts';
import { seededRandom } from './random.ts';
import type { Random } from './random.ts';
import { table } from './table.ts';

/** A paused batch: one new instance of several behind a balancer. */
export interface Shape {
  readonly instances: number;
  /** True if the new version's answers are told by their text (`verify-body`). */
  readonly hasText: boolean;
  readonly requests: number;
}

/** How often each verdict is reached, from 0 to 1. */
export interface Shares {
  readonly passed: number;
  readonly failed: number;
  readonly noEvidence: number;
}

export const ERROR_RATES = [0, 0.05, 0.1, 0.25, 0.5, 1];

export const SHAPES: readonly Shape[] = [2, 6, 20].flatMap((instances) =>
  [60, 600].flatMap((requests) =>
    [false, true].map((hasText) => ({ instances, requests, hasText })),
  ),
);

/**
 * Verifies the same batch many times. The balancer chooses an instance for each connection, which
 * carries `perConnection` requests; only the new instance fails, with `errorRate`.
 */
export function simulateBatch(
  shape: Shape,
  errorRate: number,
  trials: number,
  { seed = 1, perConnection = 1 } = {},
): Shares {
  const random = seededRandom(seed);
  const { hasText, instances } = shape;
  const criteria = { ...CRITERIA, hasText, duration: shape.requests * CRITERIA.interval };
  const counts = { passed: 0, failed: 0, noEvidence: 0 };
  for (let trial = 0; trial < trials; trial += 1) {
    const service = startBalancer(random, instances, errorRate, perConnection);
    const { verdict } = probeService(service, criteria, 1 / instances);
    if (verdict === 'passed') counts.passed += 1;
    else if (verdict === 'no-evidence') counts.noEvidence += 1;
    else counts.failed += 1;
  }
  const { passed, failed, noEvidence } = counts;
  return {
    passed: passed / trials,
    failed: failed / trials,
    noEvidence: noEvidence / trials,
  };
}

function startBalancer(random: Random, instances: number, errorRate: number, each: number) {
  let [isNew, left] = [false, 0];
  return () => {
    if (left === 0) [isNew, left] = [random() * instances < 1, each];
    left -= 1;
    const status = isNew && random() < errorRate ? 500 : 200;
    return { latency: 50, answer: { kind: 'response', status, hasText: isNew } } as const;
  };
}

/** Returns how likely more of `requests` fail than `successRate` allows: then the stage fails. */
export function chanceToDetect(
  requests: number,
  failureRate: number,
  successRate = CRITERIA.successRate,
): number {
  const allowed = Math.floor((requests * (100 - successRate)) / 100);
  let [chance, within] = [(1 - failureRate) ** requests, 0];
  for (let failures = 0; failures <= allowed; failures += 1) {
    within += chance;
    chance *= ((requests - failures) / (failures + 1)) * (failureRate / (1 - failureRate));
  }
  return Math.max(0, 1 - within);
}

const WINDOWS = [20, 60, 300, 1_200];
const FAILURE_RATES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
const SMALL_FAILURE_RATES = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05];

/** Formats how likely a window of N requests detects a failure rate, if all answers are new. */
export function formatWindows(successRate = CRITERIA.successRate): string {
  const rates = successRate < 99 ? FAILURE_RATES : SMALL_FAILURE_RATES;
  return table(
    ['requests', ...rates.map((rate) => `${rate * 100} % fail`)],
    WINDOWS.map((requests) => [
      requests.toLocaleString('en'),
      ...rates.map((rate) => formatPercent(chanceToDetect(requests, rate, successRate))),
    ]),
  );
}

/** Formats the verdicts on a paused batch: passed / failed / no evidence, in percent. */
export function formatBatches(trials: number, perConnection = 1): string {
  return table(
    [
      'new instances',
      'requests',
      '`verify-body`',
      ...ERROR_RATES.map((rate) => `${rate * 100} % errors`),
    ],
    SHAPES.map((shape) => [
      `1 of ${shape.instances}`,
      shape.requests,
      shape.hasText ? 'yes' : 'no',
      ...ERROR_RATES.map((rate) =>
        formatShares(simulateBatch(shape, rate, trials, { perConnection })),
      ),
    ]),
  );
}

function formatShares({ passed, failed, noEvidence }: Shares): string {
  return [passed, failed, noEvidence].map((share) => formatPercent(share, '')).join(' / ');
}

/** Rounds, but never to 0 or 100 what is not exactly that. */
function formatPercent(share: number, unit = ' %'): string {
  const percent = share * 100;
  const isExact = share === 0 || share === 1;
  if (!isExact && percent < 0.05) return `<0.1${unit}`;
  if (!isExact && percent >= 99.95) return `>99.9${unit}`;
  const digits = percent < 1 || percent > 99 ? 1 : 0;
  return `${percent.toFixed(isExact ? 0 : digits)}${unit}`;
}
